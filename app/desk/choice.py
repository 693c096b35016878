"""A list over a table to choose one of. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.widgets.html import Markup, el


def choice(action: str, label: str, options: Sequence[tuple[str, str]], chosen: Any) -> Markup:
    """A list to choose one of; `on(action, …)` hears the key."""
    items = [el("option", text, value=key, selected=key == chosen) for key, text in options]
    return el("select", items, data_change=action, data_rev=chosen, aria_label=label)
