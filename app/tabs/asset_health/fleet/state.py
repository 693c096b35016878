"""What the view of the fleet keeps in the address; substation and feeder are the scope that all tabs share."""

from __future__ import annotations

from typing import Any, Final

import param

from layers.fleet.quantities import COLOURS, QUANTITIES

KINDS: Final = {"assets": "All assets", "transformer": "Transformers", "pole": "Poles", "segment": "Vegetation"}
BANDS: Final = {
    "all": "Any health", "poor": "Poor, below 50", "fair": "Fair, 50 to 70", "good": "Good, 70 and above",
    "unknown": "Health not known",
}  # fmt: skip
LACKS: Final = {
    "all": "Known or not", "age": "Age not known", "condition": "Condition not known", "loading": "Loading not known",
}  # fmt: skip


class FleetState(param.Parameterized):
    """Its own choices; each has one writer, the control that shows it. Brushes are on the scale of their quantity."""

    fleet_colour: Any = param.Selector(default="health", objects=list(COLOURS), doc="What colours the map.")
    fleet_kind: Any = param.Selector(default="assets", objects=list(KINDS), doc="Kind of assets shown.")
    fleet_band: Any = param.Selector(default="all", objects=list(BANDS), doc="Health of those shown.")
    fleet_lacks: Any = param.Selector(default="all", objects=list(LACKS), doc="What is not known of those shown.")
    fleet_h: Any = param.Selector(default="health", objects=list(QUANTITIES), doc="Quantity of the histogram.")
    fleet_x: Any = param.Selector(default="consequence", objects=list(QUANTITIES), doc="Of the scatter, to the right.")
    fleet_y: Any = param.Selector(default="probability", objects=list(QUANTITIES), doc="Of the scatter, upwards.")
    fleet_h_brush: Any = param.List(default=[], item_type=float, doc="Low and high. Writer: the histogram.")
    fleet_xy_brush: Any = param.List(default=[], item_type=float, doc="West, south, east, north. Writer: the scatter.")
    fleet_map_brush: Any = param.List(default=[], item_type=float, doc="Likewise, in degrees. Writer: the map.")
