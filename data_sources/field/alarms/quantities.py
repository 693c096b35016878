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


class Watched(NamedTuple):
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


CATALOGUE: Final[tuple[Watched, ...]] = (
    Watched("transformer_load_pct", "Transformer load", "%", "transformer", "load", MEASURED_S, True),
    Watched("transformer_voltage_v", "Transformer voltage", "V", "transformer", "voltage", MEASURED_S, True, 1),
    Watched("transformer_hot_spot_max_c", "Transformer hot spot, highest of a year", "°C", "transformer", "condition"),
    Watched("transformer_health_score", "Transformer health", "of 100", "transformer", "condition"),
    Watched("feeder_load_pct", "Feeder load", "%", "feeder", "load", MEASURED_S, True),
    Watched("feeder_current_a", "Feeder current", "A", "feeder", "load", MEASURED_S, True),
    Watched("feeder_voltage_pct", "Feeder voltage", "% of nominal", "feeder", "voltage", MEASURED_S, True, 1),
    Watched("feeder_power_factor", "Feeder power factor", "", "feeder", "voltage", MEASURED_S, True, 2),
    Watched("feeder_customers_out", "Feeder customers out", "customers", "feeder", "supply"),
    Watched("feeder_active_outages", "Feeder active outages", "outages", "feeder", "supply"),
    Watched("substation_load_pct", "Substation load", "% of capacity", "substation", "load", MEASURED_S),
    Watched("substation_customers_out", "Substation customers out", "customers", "substation", "supply"),
    Watched("system_load_kw", "System load", "kW", "utility", "load", MEASURED_S),
    Watched("system_load_pct", "System load", "% of design peak", "utility", "load", MEASURED_S),
    Watched("system_customers_out", "Customers out", "customers", "utility", "supply"),
    Watched("system_customers_out_pct", "Customers out", "% of served", "utility", "supply", decimals=2),
    Watched("system_active_outages", "Active outages", "outages", "utility", "supply"),
    Watched("temperature_c", "Outdoor temperature", "°C", "utility", "weather", WEATHER_S, decimals=1),
    Watched("wind_mps", "Wind", "m/s", "utility", "weather", WEATHER_S, decimals=1),
    Watched("transformer_status_age_s", "Age of transformer measurements", "s", "utility", "data",
             age_of="transformer_status_s"),
    Watched("feeder_status_age_s", "Age of feeder measurements", "s", "utility", "data", age_of="feeder_status_s"),
    Watched("weather_age_s", "Age of the weather", "s", "utility", "data", age_of="weather_s"),
)  # fmt: skip
QUANTITIES: Final = {one.name: one for one in CATALOGUE}


def quantity(name: str) -> Watched:
    """The quantity of a name.

    Raises:
        CommandRefused: there is none.
    """
    if name not in QUANTITIES:
        raise CommandRefused(f"There is no quantity {name!r}; there are {', '.join(QUANTITIES)}.")
    return QUANTITIES[name]
