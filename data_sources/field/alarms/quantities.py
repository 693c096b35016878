"""The catalogue of quantities that alarm rules can watch: one visible, ordered list.

A quantity is a column of the statement of its kind of asset (sql/postgres/alarms), in the unit that it has everywhere
else. What is older than `max_age_s` is not known. Ages of data are quantities themselves: what is stale is told by its
own alarm, and neither raises nor clears any other.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from data_sources.errors import CommandRefused

AssetKind = Literal["utility", "substation", "feeder", "transformer"]
Family = Literal["load", "voltage", "supply", "weather", "condition", "data"]

FAMILIES: Final[tuple[Family, ...]] = ("load", "voltage", "supply", "weather", "condition", "data")
MEASURED_S: Final = 3600.0  # as the KPI row: a load of longer ago is not the present one
WEATHER_S: Final = 3 * 3600.0  # a row is an hour, stamped with its start


class WatchedQuantity(NamedTuple):
    """Something that can be in alarm.

    Attributes:
        name: in the database and in REST, with its unit.
        title: what a person calls it.
        unit: as it is shown.
        asset_kind: of what.
        family: kind of quantity; what has the same cause is of the same family.
        max_age_s: older values are not known; None where it does not age.
        is_of_supply: without supply it says nothing, so that it is suppressed by design there.
        decimals: shown.
        age_of: column of the time, in seconds since 1970, whose age it is; empty where it is no age.
    """

    name: str
    title: str
    unit: str
    asset_kind: AssetKind
    family: Family
    max_age_s: float | None = None
    is_of_supply: bool = False
    decimals: int = 0
    age_of: str = ""


CATALOGUE: Final[tuple[WatchedQuantity, ...]] = (
    WatchedQuantity("transformer_load_pct", "Transformer load", "%", "transformer", "load", MEASURED_S, True),
    WatchedQuantity("transformer_voltage_v", "Transformer voltage", "V", "transformer", "voltage", MEASURED_S, True, 1),
    WatchedQuantity("transformer_hot_spot_max_c", "Transformer hot spot, highest assessed", "°C", "transformer", "condition"),
    WatchedQuantity("transformer_health_score", "Transformer health", "of 100", "transformer", "condition"),
    WatchedQuantity("feeder_load_pct", "Feeder load", "%", "feeder", "load", MEASURED_S, True),
    WatchedQuantity("feeder_current_a", "Feeder current", "A", "feeder", "load", MEASURED_S, True),
    WatchedQuantity("feeder_voltage_pct", "Feeder voltage", "% of nominal", "feeder", "voltage", MEASURED_S, True, 1),
    WatchedQuantity("feeder_power_factor", "Feeder power factor", "", "feeder", "voltage", MEASURED_S, True, 2),
    WatchedQuantity("feeder_customers_out", "Feeder customers out", "customers", "feeder", "supply"),
    WatchedQuantity("feeder_active_outages", "Feeder active outages", "outages", "feeder", "supply"),
    WatchedQuantity("substation_load_pct", "Substation load", "% of capacity", "substation", "load", MEASURED_S),
    WatchedQuantity("substation_customers_out", "Substation customers out", "customers", "substation", "supply"),
    WatchedQuantity("system_load_kw", "System load", "kW", "utility", "load", MEASURED_S),
    WatchedQuantity("system_load_pct", "System load", "% of design peak", "utility", "load", MEASURED_S),
    WatchedQuantity("system_customers_out", "Customers out", "customers", "utility", "supply"),
    WatchedQuantity("system_customers_out_pct", "Customers out", "% of served", "utility", "supply", decimals=2),
    WatchedQuantity("system_active_outages", "Active outages", "outages", "utility", "supply"),
    WatchedQuantity("temperature_c", "Outdoor temperature", "°C", "utility", "weather", WEATHER_S, decimals=1),
    WatchedQuantity("wind_mps", "Wind", "m/s", "utility", "weather", WEATHER_S, decimals=1),
    WatchedQuantity("transformer_status_age_s", "Age of transformer measurements", "s", "utility", "data",
             age_of="transformer_status_s"),
    WatchedQuantity("feeder_status_age_s", "Age of feeder measurements", "s", "utility", "data", age_of="feeder_status_s"),
    WatchedQuantity("weather_age_s", "Age of the weather", "s", "utility", "data", age_of="weather_s"),
)  # fmt: skip
QUANTITIES: Final = {one.name: one for one in CATALOGUE}


def quantity(name: str) -> WatchedQuantity:
    """The quantity of a name.

    Raises:
        CommandRefused: there is none.
    """
    if name not in QUANTITIES:
        raise CommandRefused(f"There is no quantity {name!r}; there are {', '.join(QUANTITIES)}.")
    return QUANTITIES[name]
