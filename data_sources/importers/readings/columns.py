"""Which column of a file is what: known names, units in names, and what a person says with --column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from data_sources.errors import ImportRefused
from data_sources.importers.readings.options import ReadingOptions, Stamp
from data_sources.importers.readings.parsed import ACTUAL, EDITED, ESTIMATED, MISSING

Role = Literal[
    "meter", "time", "start", "end", "date", "clock", "delivered", "received", "net", "reactive", "voltage",
    "power_factor", "quality", "category", "interval", "unit",
]  # fmt: skip
VALUE_ROLES: tuple[Role, ...] = ("delivered", "received", "net", "reactive", "voltage")

# Names without their signs, spaces and unit ("Usage (kWh)" is usage); the first that a file has is taken.
ALIASES: Mapping[Role, tuple[str, ...]] = {
    "start": (
        "intervalstartat", "intervalstart", "starttime", "startdatetime", "startat", "start", "from", "periodstart",
        "intervalstarttime", "usagestarttime",
    ),
    "end": (
        "intervalendat", "intervalend", "endtime", "enddatetime", "endat", "end", "to", "periodend", "intervalendtime",
        "usageendtime",
    ),
    "meter": (
        "meterid", "meter", "metername", "meternumber", "meterno", "meterserialnumber", "nmi", "lclid", "mpan", "esiid",
        "usagepoint", "usagepointid", "servicepoint", "servicepointid", "spid", "serialnumber", "serial", "deviceid",
        "customer", "customerid", "customernumber", "accountnumber", "account", "id",
    ),
    "time": (
        "timestamp", "timestamputc", "datetime", "dateandtime", "localtime", "time", "tstp", "readtime", "readingtime",
        "readdatetime", "readingdatetime", "stamp", "ds", "index", "utc", "datetimeutc", "readat", "measuredat",
    ),
    "date": ("date", "day", "readdate", "readingdate", "usagedate", "intervaldate", "localdate"),
    "clock": ("time", "hour", "timeofday", "readtime", "intervaltime"),
    "delivered": (
        "energydelivered", "delivered", "deliveredenergy", "usage", "consumption", "generalconsumption", "import",
        "imported", "importenergy", "energyconsumed", "gc", "energy", "value", "reading", "load", "demand", "power",
        "kwh", "wh", "mwh", "kw", "usagevalue", "energyuse", "activeenergy", "activepower", "quantity", "kwhhh",
    ),
    "received": (
        "energyreceived", "received", "export", "exported", "exportenergy", "generation", "grossgeneration", "gg",
        "feedin", "solar", "solarexport", "production",
    ),
    "net": ("net", "netenergy", "netusage", "netload"),
    "reactive": ("reactive", "reactiveenergy", "kvarh", "varh", "kvar"),
    "voltage": ("voltage", "volts", "v", "voltageavg", "meanvoltage"),
    "power_factor": (
        "powerfactor", "pf", "cosphi", "powerfactorpct", "powerfactorpercent", "pfpct", "pfpercent", "avgpowerfactor",
        "meanpowerfactor",
    ),
    "quality": (
        "quality", "qualityflag", "qualitymethod", "flag", "readtype", "readstatus", "isestimated", "estimated",
    ),
    "category": (
        "consumptioncategory", "category", "channel", "register", "direction", "flow", "flowdirection", "suffix",
    ),
    "interval": ("intervalminutes", "intervallength", "intervallengthminutes", "interval", "resolution"),
    "unit": ("unit", "units", "uom"),
}  # fmt: skip

# Unit: (of energy or of power, kilo-units in one).
UNITS: Mapping[str, tuple[Literal["energy", "power"], float]] = {
    "kwh": ("energy", 1.0), "wh": ("energy", 1e-3), "mwh": ("energy", 1e3), "kw": ("power", 1.0), "w": ("power", 1e-3),
    "mw": ("power", 1e3),
    "kvarh": ("energy", 1.0), "varh": ("energy", 1e-3), "mvarh": ("energy", 1e3), "kvar": ("power", 1.0),
    "var": ("power", 1e-3), "mvar": ("power", 1e3),
}  # fmt: skip
_UNIT = re.compile(
    r"(?:^|[^a-z0-9])(k|m)?(wh|w|varh|var)(?:$|[^a-z0-9])|(?:^|[^a-z])(kwh|mwh|kvarh|mvarh)", re.IGNORECASE
)

CATEGORIES: Mapping[str, str] = {
    **dict.fromkeys(
        ("gc", "cl", "general", "controlledload", "delivered", "import", "consumption", "usage", "forward", "1"),
        "delivered",
    ),
    **dict.fromkeys(("gg", "received", "export", "generation", "reverse", "feedin", "solar", "19"), "received"),
    **dict.fromkeys(("net", "4"), "net"),
    **dict.fromkeys(("reactive", "kvarh"), "reactive"),
    **dict.fromkeys(("voltage", "v"), "voltage"),
}

QUALITY_TEXTS: Mapping[str, int] = {
    **dict.fromkeys(("", "a", "actual", "act", "valid", "validated", "verified", "ok", "good", "measured", "raw", "0",
                     "false", "no", "n/a", "r", "regular"), ACTUAL),
    **dict.fromkeys(("e", "est", "estimate", "estimated", "s", "sub", "substitute", "substituted", "1", "true", "yes",
                     "y", "interpolated"), ESTIMATED),
    **dict.fromkeys(("f", "final", "edited", "edit", "corrected", "manual"), EDITED),
    **dict.fromkeys(("n", "null", "missing", "none", "gap", "m"), MISSING),
}  # fmt: skip


@dataclass(slots=True)
class Columns:
    """The columns of one file by role.

    Attributes:
        file: its name, for sentences.
        by_role: the file's own column names.
        units: unit of each value column that names one, as in `UNITS`.
        stamp: what the time column's name says.
        is_utc: whether the time column's name says UTC.
    """

    file: str
    by_role: dict[Role, str] = field(default_factory=dict)
    units: dict[Role, str] = field(default_factory=dict)
    stamp: Stamp | None = None
    is_utc: bool = False

    @property
    def values(self) -> list[Role]:
        """The roles of the value columns that are there."""
        return [role for role in VALUE_ROLES if role in self.by_role]


def plain(name: str) -> str:
    """A name without what differs from file to file: case, signs, and the unit at its end."""
    bare = re.sub(r"\(.*?\)|\[.*?\]|\{.*?\}", "", name).strip().lower()
    bare = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
    bare = re.sub(r"(?<=.)_(kwh|wh|mwh|kw|w|mw|kvarh|varh|mvarh|kvar|var|mvar|v|hh)$", "", bare)
    return bare.replace("_", "")


def unit_in(name: str) -> str | None:
    """The unit a column's name holds, as in `UNITS`."""
    match = _UNIT.search(name)
    return None if match is None else (match[3] or f"{match[1] or ''}{match[2]}").lower()


def find_columns(names: list[str], options: ReadingOptions, file: str) -> Columns:
    """Roles of a file's columns.

    Raises:
        ImportRefused: --column names a column the file has not, or a role there is not.
    """
    found = Columns(file)
    _given(found, names, options.columns)
    taken = set(found.by_role.values())
    for role, aliases in ALIASES.items():
        if role not in found.by_role and (name := _first(names, aliases, taken)):
            found.by_role[role] = name
            taken.add(name)
    if "date" in found.by_role and "time" in found.by_role and "time" not in options.columns:
        # A date beside a time of day: the two are one stamp.
        found.by_role["clock"] = found.by_role.pop("time")
    if "" in names and "time" not in found.by_role and not {"start", "end", "date"} & set(found.by_role):
        found.by_role["time"] = ""
    _settle_times(found)
    found.units = {role: unit for role in found.values if (unit := unit_in(found.by_role[role]))}
    return found


def _given(found: Columns, names: list[str], columns: Mapping[str, str]) -> None:
    by_lower = {name.lower(): name for name in names}
    for role, name in columns.items():
        if role not in ALIASES:
            raise ImportRefused(f"--column {role}={name}: there is no {role!r}; roles are {', '.join(ALIASES)}.")
        if name.lower() not in by_lower:
            raise ImportRefused(f"{found.file} has no column {name!r}; it has {', '.join(map(repr, names))}.")
        found.by_role[role] = by_lower[name.lower()]  # type: ignore[index]


def _first(names: list[str], aliases: Iterable[str], taken: set[str]) -> str | None:
    free = {plain(name): name for name in reversed(names) if name and name not in taken}
    return next((free[alias] for alias in aliases if alias in free), None)


def _settle_times(found: Columns) -> None:
    """One column of stamps: the start of an interval before its end, both before a bare time."""
    for role, stamp in (("start", "start"), ("end", "end")):
        if role in found.by_role and found.stamp is None:
            found.by_role["time"] = found.by_role[role]  # type: ignore[index]
            found.stamp = stamp  # type: ignore[assignment]
            for other in ("date", "clock"):
                found.by_role.pop(other, None)  # type: ignore[call-overload]
    if name := found.by_role.get("time"):
        found.is_utc = bool(re.search(r"(^|[^a-z])utc([^a-z]|$)", name, re.IGNORECASE)) or name == "interval_start_at"
