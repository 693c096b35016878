"""What the view of cascades keeps in the address: conditions, what fails first, the wave shown, prices and hours.

Names begin with `cascade_`, since all views of the tab share one state. Of what is None the scenario's, or the
program's own value counts, so that a link says what was changed and nothing else.
"""

from __future__ import annotations

from typing import Any

import param

from app.tabs.outage_management.cascade.parameters import ChangedNumbers
from data_sources.analytics.cascade.conditions import SCENARIOS

BASES = ("mean", "present", "peak")
RULES = ("automatic", "checked")
PARTS = ("start", "waves", "cost", "actions", "restoration", "investments", "risk")
_KEY = r"(substation|feeder|section|transformer|node):[0-9]{1,10}"
KEYS = rf"^({_KEY}(,{_KEY}){{0,19}})?$"


class CascadeState(param.Parameterized):
    """Selections of the view of cascades; writers: the bar of conditions, table and map, the film, the forms."""

    cascade_scenario: Any = param.Selector(default="normal", objects=list(SCENARIOS), doc="What is assumed.")
    cascade_temperature_c = param.Number(
        default=None, allow_None=True, bounds=(-60, 70), doc="Of the air; None: the scenario's."
    )
    cascade_load_multiplier = param.Number(
        default=None, allow_None=True, bounds=(0, 10), doc="Every load times this; None: the scenario's."
    )
    cascade_failure_threshold = param.Number(
        default=None,
        allow_None=True,
        bounds=(0, 10),
        doc="Overload borne, a share of the rating; None: the scenario's.",
    )
    cascade_loads: Any = param.Selector(default="mean", objects=list(BASES), doc="Which loads are multiplied.")
    cascade_transfer: Any = param.Selector(default="automatic", objects=list(RULES), doc="How ties decide.")
    cascade_start = param.String(
        default="", regex=KEYS,
        doc="Keys of what fails first, with commas between them: substation:ID, feeder:ID, section:ID; empty for none.",
    )  # fmt: skip
    cascade_wave = param.Integer(
        default=None, allow_None=True, bounds=(0, None), doc="Step of the film shown, 0: the failure; None: its end."
    )
    cascade_part: Any = param.Selector(default="start", objects=list(PARTS), doc="Part beside the map in front.")
    cascade_crews = param.Integer(
        default=None, allow_None=True, bounds=(1, 10_000), doc="Crews who restore; None: those on shift now."
    )
    cascade_changed = ChangedNumbers(doc="Prices, hours and effects that were changed: name:value,name:value.")
