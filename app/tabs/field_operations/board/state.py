"""What the dispatch board keeps in the address."""

from __future__ import annotations

from typing import Any, Final

import param

from data_sources.studies.dispatch.ground import SKILLS

HOURS: Final = ("8", "12", "24")


class BoardState(param.Parameterized):
    """Its own choices; each has one writer, the control that shows it."""

    board_order = param.Integer(
        default=None, allow_None=True, bounds=(1, None), doc="Order in detail. Writers: lanes, list and map."
    )
    board_skill: Any = param.Selector(default="", objects=["", *SKILLS], doc="Skill shown. Writer: the choice.")
    board_hours: Any = param.Selector(default="12", objects=list(HOURS), doc="Hours shown. Writer: the choice.")
