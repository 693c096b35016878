"""FieldOperationsTab: the bar of its views, and one of them at a time below it."""

from __future__ import annotations

from typing import Any

from app.scope_bar.views import staged
from app.tab import Tab
from app.tabs.field_operations.state import FieldOperationsState
from app.tabs.field_operations.tools import FIELD_TOOLS
from app.tabs.field_operations.tools.kinds import FIELD_KINDS
from app.tabs.field_operations.views import PAGES, VIEWS


class FieldOperationsTab(Tab):
    """What is done in the field, by whom and when."""

    title = "Field Operations"
    State = FieldOperationsState
    tools, kinds = FIELD_TOOLS, FIELD_KINDS
    pages = PAGES
    picks = ("order", "board_order", "alarm")
    steps = ("view", "order", "board_order", "alarm")

    def build(self) -> Any:
        """The bar and the view in front."""
        return staged(self, VIEWS, __package__)
