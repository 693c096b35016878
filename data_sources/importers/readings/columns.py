"""Which column of a file is what: known names, units in names, and what a person says with --column and --value.

Names tell the role, values tell the shape: START TIME may hold a stamp, a time of day (beside a DATE) or, under a name
such as PERIOD, both ends. What a person says outweighs a name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from data_sources.errors import ImportRefused
from data_sources.importers.readings.headings import evened, is_no_energy, plain, unaccented, unit_in
from data_sources.importers.readings.options import ReadingOptions, Stamp
from data_sources.importers.readings.stamps import header_zone, is_time_of_day, split_period
from data_sources.importers.readings.tariffs import find_shares
from data_sources.warehouse.reading_values import ACTUAL, EDITED, ESTIMATED, MISSING

Role = Literal[
    "meter", "time", "start", "end", "period", "date", "clock", "end_date", "end_clock", "delivered",
    "received", "net", "reactive", "voltage",
    "power_factor", "quality", "category", "interval", "unit", "summer_time", "repeated_hour",
]  # fmt: skip
NUMBER = re.compile(r"\d{1,3}")  # of an interval within its day
INTERVALS_A_DAY = {24: 60, 48: 30, 96: 15, 288: 5}  # count: minutes of each
TIME_ROLES: frozenset[Role] = frozenset(("time", "start", "end", "period", "date"))
ENDS: tuple[Role, ...] = ("start", "end", "time")
VALUE_ROLES: tuple[Role, ...] = ("delivered", "received", "net", "reactive", "voltage")

# Names without their signs, spaces and unit ("Usage (kWh)" is usage); the first that a file has is taken.
ALIASES: Mapping[Role, tuple[str, ...]] = {
    "date": (
        "date", "day", "readdate", "readingdate", "usagedate", "intervaldate", "localdate", "vandatum", "datum",
        "startdate", "fecha", "tradingdate", "giorno", "fromdate",
    ),
    "end_date": ("totdatum", "bisdatum", "enddate", "todate", "untildate"),
    "end_clock": ("tottijdstip", "biszeit", "zeitbis", "uhrzeitbis", "totime", "untiltime"),
    "start": (
        "intervalstartat", "intervalstart", "starttime", "startdatetime", "startat", "start", "from", "periodstart",
        "intervalstarttime", "usagestarttime", "starttimestamp", "von", "van", "debut", "begin", "beginat",
        "intervalbegin", "intervalstartdatetime", "datumvon", "fradato", "alkuaika",
        "startdate", "fromdatetime", "startintervaldatetime", "hourstart", "vanaf",
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
        "mprn", "cups", "malepunktsid", "mittauspisteentunnus", "zahlpunkt", "zahler", "zahlernummer", "messlokation",
        "malo", "melo", "pod", "prm", "eancode",
        "customer", "customerid", "customernumber", "accountnumber", "account", "id",
    ),
    "time": (
        "timestamp", "timestamputc", "datetime", "dateandtime", "localtime", "time", "tstp", "readtime", "readingtime",
        "readdatetime", "readingdatetime", "stamp", "ds", "index", "utc", "datetimeutc", "readat", "measuredat",
        "readdateandtime", "horodate", "zeit", "zeitstempel",
        "zeitpunkt", "messzeitpunkt", "dateetheure", "fechayhora",
    ),
    "clock": (
        "time", "hour", "timeofday", "readtime", "intervaltime", "vantijdstip", "tijdstip", "uhrzeit",
        "hourending", "he",
        "hora", "fromtime", "zeitvon", "uhrzeitvon",
    ),
    "delivered": (
        "energydelivered", "importedfromgrid", "importfromgrid", "gridimport", "purchasedenergy", "usagedelivered",
        "delivered", "deliveredenergy", "usage", "consumption", "generalconsumption", "import",
        "imported", "importenergy", "energyconsumed", "inflow", "consumo", "ae", "profilereadvalue", "readvalue",
        "gc", "energy", "value", "reading", "load", "demand", "power",
        "kwh", "wh", "mwh", "kw", "usagevalue", "energyuse", "volume", "valeur", "maengde",
        "maara", "energiemenge", "wert", "messwert", "forbruk", "verbrauch",
        "verbruik", "afname", "bezug", "consommation", "activeenergy", "activepower", "quantity", "kwhhh",
        "totalkwh", "totalwh", "totalusage", "totalenergy", "totalconsumption",
    ),
    "received": (
        "energyreceived", "exportedtogrid", "exporttogrid", "gridexport", "returnedenergy", "usagereceived",
        "received", "export", "exported", "exportenergy", "generation", "grossgeneration", "gg",
        "feedin", "solar", "solarexport", "production", "injectie", "einspeisung", "teruglevering",
        "returned", "surplusgeneration", "energiavertida", "outflow", "excedentes", "as",
    ),
    "net": ("net", "netenergy", "netusage", "netload", "netconsumption", "grid", "gridpower", "gridenergy"),
    "reactive": (
        "reactive", "reactiveenergy", "kvarh", "varh", "kvar", "reactiveimport", "importreactive", "reactivedelivered",
        "reactiveenergydelivered", "reactivepower",
    ),
    "voltage": ("voltage", "volts", "v", "voltageavg", "meanvoltage"),
    "power_factor": (
        "powerfactor", "pf", "cosphi", "powerfactorpct", "powerfactorpercent", "pfpct", "pfpercent", "avgpowerfactor",
        "meanpowerfactor",
    ),
    "quality": (
        "quality", "qualityflag", "qualitymethod", "flag", "readtype", "readstatus", "isestimated", "estimated",
        "estimatedactual", "actualestimated", "readingquality", "estimatedindicator", "estimate", "validatiestatus",
        "validationstatus",
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
    "summer_time": (
        "dst", "isdst", "dstflag", "dstactive", "summertime", "issummertime", "sommerzeit", "daylightsaving",
        "daylightsavings", "daylightsavingtime", "daylightsavingstime", "isdaylightsaving", "zomertijd", "sommertid",
        "heureete", "heuredete", "horarioverano", "veranoinvierno", "invver",
    ),
    "repeated_hour": ("repeatedhour", "repeatedhourflag", "repeathour", "secondhour"),
    "unit": ("unit", "units", "uom", "eenheid", "einheit", "unitofmeasure", "maleenhed", "yksikkotyyppi"),
}  # fmt: skip

PRODUCED = ("solar", "production", "generation", "grossgeneration", "gg")
MAYBE_CATEGORIES = ("readtype", "metertype", "ratetypedescription", "type")
Knows = Callable[[str], bool]

CATEGORIES: Mapping[str, str] = {
    **dict.fromkeys(
        ("gc", "cl", "general", "controlledload", "delivered", "import", "consumption", "usage", "forward", "1", "con",
         "generalusage", "imported", "delivery", "afname", "bezug", "verbrauch", "verbruik", "levering", "soutirage",
         "offtake", "consommation"),
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
                     "false", "no", "n/a", "r", "regular", "uitgelezen", "gemeten", "malt", "real", "read",
                     "gevalideerd", "w", "wahr", "l1"), ACTUAL),
    **dict.fromkeys(("e", "est", "estimate", "estimated", "s", "sub", "substitute", "substituted", "1", "true", "yes",
                     "y", "interpolated", "ersatzwert", "l2", "l3", "geschat", "berekend", "estimeret", "beregnet",
                     "estimado"),
                    ESTIMATED),
    **dict.fromkeys(("f", "final", "edited", "edit", "corrected", "manual"), EDITED),
    **dict.fromkeys(("n", "null", "missing", "none", "gap", "m", "no consumption", "geen verbruik"), MISSING),
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
        parts: columns that share the energy of one role among the tariffs of a day, where there are any.
        unsure: columns of tariffs that may be shares of one energy and may be not.
        left_out: columns of energy that others say too.
        counted_minutes: its times of day are the numbers of intervals of that length, 1 to 24, 48 …, or as many as the
            day has; 0 where they are not.
        midnight_ends: 00:00 is written with the date of the day that it ends.
    """

    file: str
    by_role: dict[Role, str] = field(default_factory=dict)
    units: dict[Role, str] = field(default_factory=dict)
    stamp: Stamp | None = None
    zone: dt.tzinfo | None = None
    parts: dict[Role, list[str]] = field(default_factory=dict)
    unsure: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    counted_minutes: int = 0
    midnight_ends: bool = False

    @property
    def values(self) -> list[Role]:
        """The roles of the value columns that are there."""
        return [role for role in VALUE_ROLES if role in self.by_role]

    @property
    def has_time(self) -> bool:
        """Whether any of them tells when."""
        return bool(TIME_ROLES & set(self.by_role))

    @property
    def time_role(self) -> Role:
        """The role of the column that tells when; there is one."""
        roles: tuple[Role, ...] = ("period", "time", "date")
        return next(role for role in roles if role in self.by_role)

    @property
    def takes_factor(self) -> bool:
        """A factor counts where no kvarh are given; where a reading is put together of rows it is of no one energy."""
        return "power_factor" in self.by_role and not {"reactive", "category"} & set(self.by_role)

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


def find_columns(names: list[str], options: ReadingOptions, file: str) -> Columns:
    """Roles of a file's columns, by their names; `shape_times` says what those of times hold.

    Raises:
        ImportRefused: --column names a column the file has not, or a role there is not.
    """
    found = Columns(file)
    _given(found, names, options)
    taken = set(found.by_role.values()) | {name for own in found.parts.values() for name in own}
    for role, aliases in ALIASES.items():
        fitting = [name for name in names if name not in taken and _fits(role, name)]
        if role in VALUE_ROLES:  # of "Usage" and "Usage (kWh)", that which says what it holds
            fitting.sort(key=lambda name: unit_in(name) is None)
        if role not in found.by_role and (name := _first(fitting, aliases)):
            found.by_role[role] = name
            taken.add(name)
    if "reactive" not in found.by_role:  # "Import kVArh"
        _take_reactive(found, [name for name in names if name not in taken])
    if not {"delivered", "received", "net"} & found.by_role.keys():
        _take_shares(found, [name for name in names if name not in set(found.by_role.values())])
    if "" in names and not found.has_time:
        found.by_role["time"] = ""
    _drop_net_beside(found, options.columns.keys())
    found.units = {role: unit for role in found.values if (unit := unit_in(found.by_role[role]))}
    return found


def _fits(role: Role, name: str) -> bool:
    """A name with a unit is none of a time, and kvarh are no kWh."""
    unit = unit_in(name)
    if role in VALUE_ROLES and is_no_energy(name):
        return False
    if unit is None or role in ("unit", "quality", "category"):
        return True
    if unit == "w" and role not in VALUE_ROLES:  # "Timestamp (W. Europe)"
        return True
    return role == "reactive" if "var" in unit else role in ("delivered", "received", "net")


def _take_reactive(found: Columns, names: list[str]) -> None:
    """Kvarh of a column that is called as energy delivered; which sign those received have, a file must say itself."""
    of_var = [name for name in names if "var" in (unit_in(name) or "")]
    if name := _first(of_var, ALIASES["delivered"]):
        found.by_role["reactive"] = name


def _take_shares(found: Columns, names: list[str]) -> None:
    """Energies that stand in a column for each tariff."""
    roles: dict[str, Role] = {alias: role for role in ("delivered", "received") for alias in ALIASES[role]}  # type: ignore[misc]
    shares, found.unsure = find_shares(names, lambda rest: roles.get(rest))
    for role, own in shares.items():
        found.by_role[role], found.parts[role] = own[0], own  # type: ignore[index]


def _drop_net_beside(found: Columns, given: Collection[str]) -> None:
    """Net energy says again what delivered and received energy say: of the two, what a person named counts.

    What was produced is not what the grid received, where a column beside tells that of the grid.
    """
    others = [role for role in ("delivered", "received") if role in found.by_role]
    if "net" in found.by_role and others:
        is_produced = others == ["received"] and plain(found.by_role["received"]) in PRODUCED
        keeps_net = ("net" in given or is_produced) and not set(others) & set(given)
        for role in others if keeps_net else ("net",):
            found.left_out.append(found.by_role.pop(role))  # type: ignore[call-overload]


def _given(found: Columns, names: list[str], options: ReadingOptions) -> None:
    for role, name in options.columns.items():
        if role not in ALIASES:
            raise ImportRefused(f"--column {role}={name}: there is no {role!r}; roles are {', '.join(ALIASES)}.")
        found.by_role[role] = _called(found.file, names, name)  # type: ignore[index]
    for role, shares in options.shares.items():
        found.parts[role] = [_called(found.file, names, name) for name in shares]  # type: ignore[index]


def _called(file: str, names: list[str], name: str) -> str:
    """The column of that name, whatever its case and blanks."""
    by_lower = {evened(one).lower(): one for one in names}
    if evened(name).lower() not in by_lower:
        raise ImportRefused(f"{file} has no column {name!r}; it has {', '.join(map(repr, names))}.")
    return by_lower[evened(name).lower()]


def _first(names: list[str], aliases: Iterable[str]) -> str | None:
    free = {plain(name): name for name in reversed(names) if name}
    # What stands in brackets may be the name itself: "Van (datum)", "Van (tijdstip)".
    free |= {re.sub(r"[^a-z0-9]", "", unaccented(name.lower())): name for name in names if name}
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
    found.counted_minutes = _counted(texts(roles["clock"]), found.file, roles["clock"]) if "clock" in roles else 0
    if found.counted_minutes:
        found.stamp = "start"
    name = next((roles[role] for role in ("period", "time", "clock", "date") if role in roles), "")
    found.zone = header_zone(name) or (header_zone(roles["date"]) if "date" in roles else None)
    if name == "interval_start_at":
        found.zone = dt.UTC


def _counted(texts: list[str], file: str, name: str) -> int:
    """Minutes of the intervals that a column numbers within the day; 0 where it holds times of day.

    Raises:
        ImportRefused: it holds numbers that are neither.
    """
    some = [text for text in texts if text]
    if not some or not all(NUMBER.fullmatch(text) for text in some):
        return 0
    numbers = {int(text) for text in some}
    for count, minutes in INTERVALS_A_DAY.items():
        if count in numbers and min(numbers) >= 1 and max(numbers) <= count + 60 // minutes:
            return minutes
    if max(numbers) > 24:
        raise ImportRefused(
            f"{file}: {name!r} numbers intervals up to {max(numbers)}, and a day has "
            f"{', '.join(map(str, INTERVALS_A_DAY))} of them, or an hour more; name the column of times with --column."
        )
    return 0


def _shape(texts: list[str]) -> str:
    """period, clock or stamp."""
    some = [text for text in texts if text]
    if some and all(split_period(text) for text in some):
        return "period"
    return "clock" if some and all(is_time_of_day(text) or NUMBER.fullmatch(text) for text in some) else "stamp"


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
    return (
        "start"
        if plain(name)
        in (*ALIASES["start"], "vandatum", "vantijdstip", "fromdate", "fromtime", "zeitvon", "uhrzeitvon")
        else None
    )


def _without(roles: dict[Role, str], gone: Iterable[str]) -> None:
    for role in gone:
        roles.pop(role, None)  # type: ignore[call-overload]
