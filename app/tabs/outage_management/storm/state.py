"""What the view of storms keeps in the address."""

from __future__ import annotations

from typing import Any, Final

import param

# Parts beside the curve and the map, by slug, in the order of their buttons.
STORM_PARTS: Final = {
    "priorities": "Priorities", "areas": "Areas", "damage": "Damage", "public": "Public text", "past": "Past storms",
    "method": "Method",
}  # fmt: skip


class StormState(param.Parameterized):
    """Its own choices."""

    storm_part: Any = param.Selector(
        default="priorities", objects=list(STORM_PARTS), doc="Part in front. Writer: its buttons."
    )
