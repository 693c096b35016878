"""Which column of a file is what: known names, units in names, and what a person says with --column and --value.

Names tell the role, values tell the shape: START TIME may hold a stamp, a time of day (beside a DATE) or, under a name
such as PERIOD, both ends. What a person says outweighs a name.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from data_sources.errors import ImportRefused
from data_sources.importers.readings.options import ReadingOptions, Stamp
from data_sources.importers.readings.quality import ACTUAL, EDITED, ESTIMATED, MISSING
from data_sources.importers.readings.stamps import header_zone, is_time_of_day, split_period

Role = Literal[
    "meter", "time", "start", "end", "period", "date", "clock", "end_date", "end_clock", "delivered",
    "received", "net", "reactive", "voltage",
    "power_factor", "quality", "category", "interval", "unit",
]  # fmt: skip
TIME_ROLES: frozenset[Role] = frozenset(("time", "start", "end", "period", "date"))
ENDS: tuple[Role, ...] = ("start", "end", "time")
VALUE_ROLES: tuple[Role, ...] = ("delivered", "received", "net", "reactive", "voltage")

# Names without their signs, spaces and unit ("Usage (kWh)" is usage); the first that a file has is taken.
ALIASES: Mapping[Role, tuple[str, ...]] = {
    "date": (
        "date", "day", "readdate", "readingdate", "usagedate", "intervaldate", "localdate", "vandatum", "datum",
        "startdate", "fecha", "tradingdate", "giorno",
    ),
    "end_date": ("totdatum", "bisdatum", "enddate", "todate"),
    "end_clock": ("tottijdstip", "biszeit"),
    "start": (
        "intervalstartat", "intervalstart", "starttime", "startdatetime", "startat", "start", "from", "periodstart",
        "intervalstarttime", "usagestarttime", "starttimestamp", "von", "van", "debut", "begin", "beginat",
        "intervalbegin", "intervalstartdatetime", "datumvon", "fradato", "alkuaika",
        "startdate", "fromdatetime",
    ),
    "end": (
        "intervalendat", "intervalend", "endtime", "enddatetime", "endat", "end", "to", "periodend", "intervalendtime",
        "usageendtime", "endtimestamp", "bis", "tot", "fin", "intervalending", "enddate", "todatetime",
        "readdateandendtime", "intervalenddatetime", "datumbis", "tildato", "loppuaika",
    ),
    "period": (
        "period", "timeperiod", "readingperiod", "energyconsumptiontimeperiod", "energygenerationtimeperiod",
        "energyreceivedtimeperiod", "energydeliveredtimeperiod",
    ),
    "meter": (
        "meterid", "meter", "metername", "meternumber", "meterno", "meterserialnumber", "nmi", "lclid", "mpan", "esiid",
        "usagepoint", "usagepointid", "servicepoint", "servicepointid", "spid", "serialnumber", "serial", "deviceid",
        "mprn", "cups", "malepunktsid", "mittauspisteentunnus", "zahlpunkt", "prm", "eancode",
        "customer", "customerid", "customernumber", "accountnumber", "account", "id",
    ),
    "time": (
        "timestamp", "timestamputc", "datetime", "dateandtime", "localtime", "time", "tstp", "readtime", "readingtime",
        "readdatetime", "readingdatetime", "stamp", "ds", "index", "utc", "datetimeutc", "readat", "measuredat",
        "readdateandtime", "horodate", "zeit", "zeitstempel",
    ),
    "clock": (
        "time", "hour", "timeofday", "readtime", "intervaltime", "vantijdstip", "tijdstip", "uhrzeit",
        "hourending", "he",
        "hora",
    ),
    "delivered": (
        "energydelivered", "delivered", "deliveredenergy", "usage", "consumption", "generalconsumption", "import",
        "imported", "importenergy", "energyconsumed", "inflow", "consumo", "ae", "profilereadvalue", "readvalue",
        "gc", "energy", "value", "reading", "load", "demand", "power",
        "kwh", "wh", "mwh", "kw", "usagevalue", "energyuse", "volume", "valeur", "maengde",
        "maara", "energiemenge", "verbrauch",
        "verbruik", "afname", "bezug", "consommation", "activeenergy", "activepower", "quantity", "kwhhh",
    ),
    "received": (
        "energyreceived", "received", "export", "exported", "exportenergy", "generation", "grossgeneration", "gg",
        "feedin", "solar", "solarexport", "production", "injectie", "einspeisung", "teruglevering",
        "returned", "surplusgeneration", "outflow", "excedentes", "as",
    ),
    "net": ("net", "netenergy", "netusage", "netload", "netconsumption"),
    "reactive": ("reactive", "reactiveenergy", "kvarh", "varh", "kvar"),
    "voltage": ("voltage", "volts", "v", "voltageavg", "meanvoltage"),
    "power_factor": (
        "powerfactor", "pf", "cosphi", "powerfactorpct", "powerfactorpercent", "pfpct", "pfpercent", "avgpowerfactor",
        "meanpowerfactor",
    ),
    "quality": (
        "quality", "qualityflag", "qualitymethod", "flag", "readtype", "readstatus", "isestimated", "estimated",
        "estimatedactual", "actualestimated", "readingquality", "estimatedindicator", "estimate", "validatiestatus",
        "kvalitet",
        "metodoobtencion", "realestimado", "ersatzwert", "laatu",
    ),
    "category": (
        "consumptioncategory", "category", "registercode", "channel", "register", "direction", "flow",
        "flowdirection", "suffix",
        "congen", "consumptiongeneration", "consumptionsurplusgeneration", "energydirection",
    ),
    "interval": (
        "intervalminutes", "intervallength", "intervallengthminutes", "interval", "resolution", "duration",
        "resoluutio",
    ),
    "unit": ("unit", "units", "uom", "eenheid", "einheit", "unitofmeasure", "maleenhed", "yksikkotyyppi"),
}  # fmt: skip

MAYBE_CATEGORIES = ("readtype", "metertype", "ratetypedescription", "type")
Knows = Callable[[str], bool]

# Unit: (of energy or of power, kilo-units in one).
UNITS: Mapping[str, tuple[Literal["energy", "power"], float]] = {
    "kwh": ("energy", 1.0), "wh": ("energy", 1e-3), "mwh": ("energy", 1e3), "kw": ("power", 1.0), "w": ("power", 1e-3),
    "mw": ("power", 1e3),
    "kvarh": ("energy", 1.0), "varh": ("energy", 1e-3), "mvarh": ("energy", 1e3), "kvar": ("power", 1.0),
    "var": ("power", 1e-3), "mvar": ("power", 1e3),
}  # fmt: skip
_UNIT = re.compile(
    r"(?:^|[^a-z0-9])(k|m)?(wh|w|varh|var)(?:$|[^a-z0-9])|(?:^|[^a-z])(kwh|mwh|kvarh|mvarh)"
    r"|(?P<kilo>kilo|mega)?watt(?P<hours>[- ]?hours?)?",
    re.IGNORECASE,
)

CATEGORIES: Mapping[str, str] = {
    **dict.fromkeys(
        ("gc", "cl", "general", "controlledload", "delivered", "import", "consumption", "usage", "forward", "1", "con",
         "generalusage", "imported", "delivery", "afname", "bezug", "verbrauch", "verbruik", "levering", "soutirage",
         "consommation"),
        "delivered",
    ),
    **dict.fromkeys(
        ("gg", "received", "export", "generation", "reverse", "feedin", "solar", "19", "gen", "exported",
         "surplusgeneration", "injectie", "einspeisung", "teruglevering", "injection", "production"),
        "received",
    ),
    **dict.fromkeys(("net", "4"), "net"),
    **dict.fromkeys(("reactive", "kvarh"), "reactive"),
    **dict.fromkeys(("voltage", "v"), "voltage"),
}  # fmt: skip

QUALITY_TEXTS: Mapping[str, int] = {
    **dict.fromkeys(("", "a", "actual", "act", "valid", "validated", "verified", "ok", "good", "measured", "raw", "0",
                     "false", "no", "n/a", "r", "regular", "uitgelezen", "gemeten", "malt", "real"), ACTUAL),
    **dict.fromkeys(("e", "est", "estimate", "estimated", "s", "sub", "substitute", "substituted", "1", "true", "yes",
                     "y", "interpolated", "geschat", "berekend", "estimeret", "beregnet", "estimado"), ESTIMATED),
    **dict.fromkeys(("f", "final", "edited", "edit", "corrected", "manual"), EDITED),
    **dict.fromkeys(("n", "null", "missing", "none", "gap", "m"), MISSING),
}  # fmt: skip


MEANINGS: Mapping[str, int] = {"actual": ACTUAL, "estimated": ESTIMATED, "edited": EDITED, "missing": MISSING}
IGNORED = "ignore"  # what --value calls a category that is not wanted


@dataclass(slots=True)
class Columns:
    """The columns of one file by role.

    Attributes:
        file: its name, for sentences.
        by_role: the file's own column names.
        units: unit of each value column that names one, as in `UNITS`.
        stamp: what the time column's name says.
        zone: the clock that the time column's name says.
        left_out: columns of energy that others say too.
        counts_hours: its times of day are the numbers of hours, 1 to 24, or as many as the day has.
    """

    file: str
    by_role: dict[Role, str] = field(default_factory=dict)
    units: dict[Role, str] = field(default_factory=dict)
    stamp: Stamp | None = None
    zone: dt.tzinfo | None = None
    left_out: list[str] = field(default_factory=list)
    counts_hours: bool = False

    @property
    def values(self) -> list[Role]:
        """The roles of the value columns that are there."""
        return [role for role in VALUE_ROLES if role in self.by_role]

    @property
    def has_time(self) -> bool:
        """Whether any of them tells when."""
        return bool(TIME_ROLES & set(self.by_role))

    @property
    def has_both_ends(self) -> bool:
        """Whether each row tells where its interval ends, beside where it begins."""
        return bool({"end", "end_clock", "period"} & set(self.by_role)) and self.stamp == "start"


def meanings_said(texts: Iterable[str]) -> dict[str, str]:
    """What was written as MEANING=TEXT: the text, in lower case, to what it means.

    Raises:
        ImportRefused: one of them is written otherwise, or means nothing we know.
    """
    known = (*VALUE_ROLES, *MEANINGS, IGNORED)
    found = {}
    for text in texts:
        meaning, sign, value = text.partition("=")
        if not sign or not value.strip():
            raise ImportRefused(f"--value {text}: write MEANING=TEXT, for instance --value delivered=Afname.")
        if meaning.strip().lower() not in known:
            raise ImportRefused(f"--value {text}: there is no {meaning.strip()!r}; meanings are {', '.join(known)}.")
        found[evened(value).lower()] = meaning.strip().lower()
    return found


def plain(name: str) -> str:
    """A name without what differs from file to file: case, signs, and the unit at its end."""
    bare = unaccented(re.sub(r"\(.*?\)|\[.*?\]|\{.*?\}", "", name).strip().lower())
    bare = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
    bare = re.sub(r"(?<=.)(?:_in)?_(kwh|wh|mwh|kw|w|mw|kvarh|varh|mvarh|kvar|var|mvar|v|hh)$", "", bare)
    return bare.replace("_", "")


def unaccented(text: str) -> str:
    """Lower-case letters without what is above or through them: "målt" is "malt", "mængde" is "maengde"."""
    text = text.replace("æ", "ae").replace("ø", "o").replace("œ", "oe").replace("ß", "ss")
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def evened(name: str) -> str:
    """A name with single plain blanks: no-break ones look the same to whoever types it."""
    return " ".join(name.split())


def unit_in(name: str) -> str | None:
    """The unit a column's name holds, as in `UNITS`."""
    match = _UNIT.search(name)
    if match is None:
        return None
    if match["kilo"] or match["hours"] or not (match[2] or match[3]):
        prefix = {"kilo": "k", "mega": "m"}.get((match["kilo"] or "").lower(), "")
        return f"{prefix}w{'h' if match['hours'] else ''}"
    return (match[3] or f"{match[1] or ''}{match[2]}").lower()


def spelled(unit: str) -> str:
    """A unit as people write it: kWh, kvarh; what is none of `UNITS` stays as it is."""
    if unit.lower() not in UNITS:
        return unit
    prefix = {"k": "k", "m": "M"}.get(unit[0].lower(), "")
    bare = unit.lower()[len(prefix) :]
    return prefix + (bare if bare.startswith("var") else bare.replace("w", "W"))


def find_columns(names: list[str], options: ReadingOptions, file: str) -> Columns:
    """Roles of a file's columns, by their names; `shape_times` says what those of times hold.

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
    if "" in names and not found.has_time:
        found.by_role["time"] = ""
    _drop_net_beside(found, options.columns.keys())
    found.units = {role: unit for role in found.values if (unit := unit_in(found.by_role[role]))}
    return found


def _drop_net_beside(found: Columns, given: Collection[str]) -> None:
    """Net energy says again what delivered and received energy say: of the two, what a person named counts."""
    others = [role for role in ("delivered", "received") if role in found.by_role]
    if "net" in found.by_role and others:
        for role in others if "net" in given and not set(others) & set(given) else ("net",):
            found.left_out.append(found.by_role.pop(role))  # type: ignore[call-overload]


def _given(found: Columns, names: list[str], columns: Mapping[str, str]) -> None:
    by_lower = {evened(name).lower(): name for name in names}
    for role, name in columns.items():
        if role not in ALIASES:
            raise ImportRefused(f"--column {role}={name}: there is no {role!r}; roles are {', '.join(ALIASES)}.")
        if evened(name).lower() not in by_lower:
            raise ImportRefused(f"{found.file} has no column {name!r}; it has {', '.join(map(repr, names))}.")
        found.by_role[role] = by_lower[evened(name).lower()]  # type: ignore[index]


def _first(names: list[str], aliases: Iterable[str], taken: set[str]) -> str | None:
    free = {plain(name): name for name in reversed(names) if name and name not in taken}
    # What stands in brackets may be the name itself: "Van (datum)", "Van (tijdstip)".
    free |= {re.sub(r"[^a-z0-9]", "", unaccented(name.lower())): name for name in names if name and name not in taken}
    return next((free[alias] for alias in aliases if alias in free), None)


def settle_categories(found: Columns, names: list[str], texts: Callable[[str], list[str]], knows: Knows) -> None:
    """A column of a common name ("Read Type", "Type") tells the channels where all its texts mean one.

    Args:
        found: changed.
        names: of all columns.
        texts: some values of a column.
        knows: whether a text is a category.
    """
    if "category" in found.by_role:
        return
    quality = found.by_role.get("quality")
    for name in names:
        if plain(name) in MAYBE_CATEGORIES and name not in set(found.by_role.values()) - {quality}:
            some = [text for text in texts(name) if text]
            if some and all(knows(text) for text in some):
                found.by_role["category"] = name
                if name == quality:
                    del found.by_role["quality"]
                return


def shape_times(found: Columns, given: Collection[str], texts: Callable[[str], list[str]]) -> None:
    """Settle which columns tell when, by what they hold: stamps, days, times of day, or both ends of an interval.

    Args:
        found: changed: of its roles of times remain `time` or `period`, or `date` with or without `clock`; and `end`,
            or `end_clock` with or without `end_date`, where rows tell both ends.
        given: roles that a person named.
        texts: some values of a column.

    Raises:
        ImportRefused: times of day, and no column with the day.
    """
    roles = found.by_role
    shapes = {role: _shape(texts(name)) for role, name in roles.items() if role in TIME_ROLES}
    _settle_period(found, shapes)
    _settle_start(found, given, shapes)
    found.counts_hours = "clock" in roles and _counts(texts(roles["clock"]))
    if found.counts_hours:
        found.stamp = "start"
    name = next((roles[role] for role in ("period", "time", "clock", "date") if role in roles), "")
    found.zone = header_zone(name) or (header_zone(roles["date"]) if "date" in roles else None)
    if name == "interval_start_at":
        found.zone = dt.UTC


def _counts(texts: list[str]) -> bool:
    return "24" in texts and all(re.fullmatch(r"0?[1-9]|1\d|2[0-5]", text) for text in texts if text)


def _shape(texts: list[str]) -> str:
    """period, clock or stamp."""
    some = [text for text in texts if text]
    if some and all(split_period(text) for text in some):
        return "period"
    return "clock" if some and all(is_time_of_day(text) for text in some) else "stamp"


def _settle_period(found: Columns, shapes: dict[Role, str]) -> None:
    """A column with both ends, whatever its name, is the only one of times that is needed."""
    role = next((role for role, shape in shapes.items() if shape == "period"), None)
    if role is None:
        if name := found.by_role.pop("period", None):
            found.by_role.setdefault("time", name)
            shapes.setdefault("time", shapes["period"])
        return
    name = found.by_role[role]
    for other in ("time", "start", "end", "date", "clock", "end_date", "end_clock"):
        found.by_role.pop(other, None)  # type: ignore[call-overload]
    found.by_role["period"], found.stamp = name, "start"
    if any(word in plain(name) for word in ("generation", "received", "export")) and "received" not in found.by_role:
        # "Energy generation time period" beside "Usage": the section says what its values are.
        found.by_role["received"] = found.by_role.pop("delivered", "") or name
        found.units["received"] = found.units.pop("delivered", "")


def _settle_start(found: Columns, given: Collection[str], shapes: dict[Role, str]) -> None:
    """One column of stamps, or a day and a time of day: of the start, or else of the end, or else of a bare time."""
    roles = found.by_role
    if "period" in roles:
        return
    ends: dict[Role, str] = {role: roles.pop(role) for role in ENDS if role in roles}
    role = _leading(ends, given)
    if role is None:
        found.stamp = _stamp_of(roles.get("clock") or roles.get("date", ""))
    else:
        found.stamp = None if role == "time" else role  # type: ignore[assignment]
        _place(found, ends[role], shapes[role])
        if role == "start" and shapes.get("end") == shapes[role]:
            roles["end_clock" if shapes[role] == "clock" else "end"] = ends["end"]
    if found.stamp != "start" or "clock" not in roles or "end_clock" not in roles:
        _without(roles, ("end_date", "end_clock"))


def _leading(ends: Mapping[Role, str], given: Collection[str]) -> Role | None:
    """Which of the columns of times counts; None where a day and a time of day were named instead."""
    if "clock" in given and not {"time", "start", "end"} & set(given):
        return None
    order: tuple[Role, ...] = ("time", "start", "end") if "time" in given else ("start", "end", "time")
    return next((role for role in order if role in ends), None)


def _place(found: Columns, name: str, shape: str) -> None:
    """A column of stamps stands alone, one of times of day beside that of the days."""
    if shape != "clock":
        found.by_role["time"] = name
        _without(found.by_role, ("date", "clock"))
    elif "date" in found.by_role:
        found.by_role["clock"] = name
    else:
        raise ImportRefused(
            f"{found.file}: {name!r} holds times of day; name the column of their days with --column date=NAME."
        )


def _stamp_of(name: str) -> Stamp | None:
    if plain(name) in ("hourending", "he", *ALIASES["end"]):
        return "end"
    return "start" if plain(name) in (*ALIASES["start"], "startdate") else None


def _without(roles: dict[Role, str], gone: Iterable[str]) -> None:
    for role in gone:
        roles.pop(role, None)  # type: ignore[call-overload]
