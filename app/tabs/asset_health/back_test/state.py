"""What the view that looks back keeps in the address."""

from __future__ import annotations

from typing import Any, Final

import param

JUDGED: Final = {"all": "All assets", "transformer": "Transformers", "pole": "Poles"}
TABLES: Final = {"hazards": "Hazards", "weights": "Weights", "parameters": "Parameters"}


class BackTestState(param.Parameterized):
    """Its own choices; each has one writer, the control that shows it."""

    back_test_kind: Any = param.Selector(default="all", objects=list(JUDGED), doc="Whose ranking and hazards.")
    back_test_table: Any = param.Selector(default="hazards", objects=list(TABLES), doc="Table in front.")
