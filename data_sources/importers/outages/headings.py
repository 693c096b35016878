"""Which column of a list of outages is what, by its heading.

Names are those of lists that utilities and regulators publish or outage management systems write: Oracle's storm ETR
(OUTAGE_ID, STEP_ID, OUTAGE_TIME …), DOE form OE-417 (Date Event Began, Time Event Began …), the Open Modeling
Framework (Start, Finish, Duration_min, Meters Affected), co-operatives' outage lists (OutageStartTime, Substation,
Feeder, CustomersAffected, Cause) and British interruption stages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from data_sources.errors import ImportRefused
from data_sources.importers.outages.options import DurationUnit
from data_sources.importers.readings.headings import evened, unaccented

Role = Literal[
    "outage", "step", "start", "start_clock", "end", "end_clock", "duration", "customer_minutes", "customer",
    "customers", "kva", "cause", "circuit", "substation", "device", "planned", "supply", "lat", "lon",
]  # fmt: skip

# Words for a start and an end, to which lists add day or time before or behind: Begin Date, Date Off, Time Restored.
_START_WORDS = (
    "start", "started", "begin", "began", "beginning", "outage", "outagestart", "outagebegin", "outagebegan",
    "interruption", "interruptionstart", "interruptionbegin", "interruptionbegan", "incident", "incidentstart", "event",
    "eventstart", "eventbegin", "eventbegan", "fault", "occurred", "occurrence", "off", "out", "stagestart",
    "reportedstart",
)  # fmt: skip
_END_WORDS = (
    "restored", "restore", "restoration", "actualrestoration", "supplyrestored", "powerrestored", "outagerestored",
    "outagerestoration", "end", "ended", "outageend", "outageended", "interruptionend", "interruptionended",
    "incidentend", "incidentended", "eventend", "eventended", "stageend", "finish", "finished", "stop", "stopped", "on",
    "backon", "in",
)  # fmt: skip
_WITH_TIME = ("{}datetime", "{}timestamp", "datetime{}", "{}time", "time{}", "timeof{}", "{}date", "date{}", "dateof{}")


def _with_time(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(shape.format(word) for shape in _WITH_TIME for word in words)


# Counts of customers that may be those served: taken where no other column counts, and told.
VAGUE_CUSTOMERS = (
    "customercount", "numberofcustomers", "noofcustomers", "numcustomers", "totalcustomers", "totalcust", "totalmeters",
)  # fmt: skip
# Names that are durations where they name a unit of time, and stamps where they name none.
_SPANS_IF_NAMED = ("restorationtime", "restoretime", "outagetime", "interruptiontime", "time", "timeoff", "timeout")
# Names without case and signs; the first that a file has is taken, roles in this order.
ALIASES: Mapping[Role, tuple[str, ...]] = {
    "step": (
        "stepid", "step", "restorationstep", "stage", "stageid", "stageno", "stagenumber", "interruptionstage",
        "restorationstage", "stepnumber", "stepno",
    ),
    "start": (
        "startedat", "outagetime", "starttime", "startdatetime", "outagestart", "outagestarttime",
        "outagestartdatetime", "start", "started", "off", "startat", "startdate", "outagestartdate", "outagebegan",
        "began", "begintime", "begindatetime", "begin", "beginning", "timeoff", "offtime", "datetimeoff", "dateoff",
        "interruptionstart", "interruptiontime", "interruptionstarttime", "interruptionstartdatetime", "incidentstart",
        "incidenttime", "incidentdatetime", "eventstart", "eventstarttime", "eventstartdatetime", "eventbegan",
        "dateeventbegan", "occurredat", "faulttime", "timeofinterruption", "dateoftheinterruption", "dateofincident",
        "outagedatetime", "outagedate", "eventdate", "incidentdate", "datetime", "timestamp", "date", "timeout",
        "starttimestamp", "from", "interruptiondate", "stagestart", *_with_time(_START_WORDS),
    ),
    "start_clock": (
        "timeeventbegan", "starttime", "timestarted", "timeoff", "outagetime", "begintime", "timeofincident", "time",
        "starttimeofday", "hour", "timeout", "interruptiontime", "incidenttime", "offtime",
    ),
    "end": (
        "restoredat", "restoretime", "restorationtime", "restorationdatetime", "restoredatetime", "restoretimestamp",
        "restoredtime", "restored", "restoration", "resttime", "restdate", "restoreddate", "restorationdate",
        "restoredate", "dateofrestoration", "timeofrestoration", "end", "ended", "on", "endat", "endtime",
        "enddatetime", "enddate", "outageend", "outageendtime", "outageenddatetime", "outageenddate", "finish",
        "finished", "finishtime", "timeon", "ontime", "datetimeon", "dateon", "powerrestored", "interruptionend",
        "interruptionendtime", "interruptionenddatetime", "eventend", "eventendtime", "eventended", "incidentend",
        "endtimestamp", "to", "actualrestorationtime", "actualrestoration", "supplyrestored", "stageend",
        "stageendtime", "timerestored", "datesupplyrestored", "stop", "stopped", *_with_time(_END_WORDS),
    ),
    "end_clock": (
        "timeofrestoration", "restoretime", "restorationtime", "endtime", "timerestored", "timeon", "restoredtime",
        "finishtime", "ontime",
    ),
    "customer_minutes": (
        "customerminutes", "cmi", "customerminutesinterrupted", "customerminutesofinterruption", "custmin", "cml",
        "cmo", "customerminuteslost", "customerminutesout", "customerminutesoff", "totalcustomerminutes",
        "customerhours", "customerhoursinterrupted", "customerhoursofinterruption", "custminutes",
    ),
    "duration": (
        "duration", "outageduration", "interruptionduration", "outageminutes", "outagehours", "minutesout", "hoursout",
        "elapsed", "elapsedtime", "length", "outagelength", "timetorestore", "restorationduration", "averageduration",
        "minutes", "hours", "totalminutes", "totalduration", "eventduration", "incidentduration", "stageduration",
        "minutesinterrupted", "lengthofoutage", "lengthofinterruption", "durationofinterruption", "durationofoutage",
        "timeoffsupply", *_SPANS_IF_NAMED,
    ),
    "customers": (
        "numcustout", "customersinterrupted", "customersaffected", "customersout", "custaffected", "custout",
        "customerinterruptions", "numberofcustomersaffected", "numberofcustomersinterrupted", "noofcustomersaffected",
        "numcustomersaffected", "numberofcustomersout", "numcustomersout", "noofcustomersout", "numberout", "numout",
        "noout", "numberaffected", "numberinterrupted", "noaffected", "nointerrupted", "customerswithoutpower",
        "totalcustaffected", "totalcustomersaffected", "custsaffected", "custsout",
        "custinterrupted", "affectedcustomers", "interruptedcustomers", "customersimpacted", "consumersaffected",
        "membersaffected", "metersaffected", "metersout", "originalmetersaffected", "ci", "ni", "customerlosses",
        "customersoff", "customersoffsupply", "premisesaffected", "custsoff", "consumersout", "membersout", "customers",
        "cust", "custs", "consumers", "members", "meters", *VAGUE_CUSTOMERS,
    ),
    "kva": (
        "kva", "kvainterrupted", "interruptedkva", "connectedkva", "kvaout", "loadkva", "transformerkva",
        "kvaaffected", "loadinterrupted", "loadinterruptedkva", "connectedkvainterrupted", "kvaload",
    ),
    "customer": (
        "customerid", "customernumber", "accountnumber", "account", "accountid", "meterid", "meternumber", "premiseid",
        "premise", "servicepoint", "servicepointid", "customername", "customer",
    ),
    "circuit": (
        "circuit", "circuitid", "circuitname", "circuitnumber", "circuitno", "feeder", "feederid", "feedername",
        "feedernumber", "feederno", "feedernm", "ckt", "cktid", "line", "linename",
    ),
    "substation": (
        "substation", "substationid", "substationname", "sub", "zonesubstation", "primarysubstation", "station",
        "stationname", "subname",
    ),
    "device": (
        "device", "deviceid", "devicename", "devicenumber", "interruptingdevice", "interruptingdeviceid",
        "protectivedevice", "protectivedeviceid", "componentaff", "component", "equipmentid", "deviceoperated",
        "clearingdevice",
    ),
    "cause": (
        "cause", "outagecause", "causecode", "causedescription", "causedesc", "causename", "primarycause", "maincause",
        "directcause", "rootcause", "causecategory", "reason", "interruptioncause", "eventcause", "eventtype",
        "incidentcause", "causeofoutage", "causeofinterruption",
    ),
    "planned": (
        "isplanned", "planned", "plannedunplanned", "plannedorunplanned", "plannedflag", "plannedoutage", "outagetype",
        "interruptiontype", "incidenttype", "outagekind", "kind", "type", "category", "outagecategory", "scheduled",
        "isscheduled", "interruptioncategory",
    ),
    "supply": (
        "islossofsupply", "lossofsupply", "supplyloss", "lossofsupplyflag", "transmission", "istransmission",
        "lossofsource",
    ),
    "lat": ("latitude", "lat", "y", "gpslat", "ycoord"),
    "lon": ("longitude", "lon", "lng", "long", "x", "gpslon", "gpslong", "xcoord"),
    "outage": (
        "outageid", "outagenumber", "outageno", "outagenum", "outage", "incidentid", "incidentnumber", "incidentno",
        "incident", "incidentreference", "interruptionid", "interruptionnumber", "interruptionreference", "eventid",
        "eventnumber", "eventno", "eventindex", "eventidx", "event", "ticket", "ticketid", "ticketnumber", "jobid",
        "jobnumber", "faultid", "faultnumber", "faultreference", "mrid", "outageref", "reference", "id",
    ),
}  # fmt: skip

UNITS: Mapping[DurationUnit, float] = {"seconds": 1 / 60, "minutes": 1.0, "hours": 60.0, "days": 1440.0}
_UNIT_WORDS: Mapping[DurationUnit, str] = {
    "seconds": r"s|sec|secs|seconds?", "minutes": r"m|min|mins|minutes?", "hours": r"h|hr|hrs|hours?",
    "days": r"d|days?",
}  # fmt: skip
_SPAN = re.compile(
    r"(?:^|[^a-z])(?:secs?|seconds?|mins?|minutes?|hrs?|hours)(?:$|[^a-z])|[(\[](?:s|m|h)[)\]]", re.IGNORECASE
)


def find_columns(names: Sequence[str], said: Mapping[str, str], file: str) -> dict[Role, str]:
    """The file's own column of each role.

    Args:
        names: of its columns.
        said: what a person says, role to name; it outweighs headings. An empty name: no column has the role.
        file: its name, for sentences.

    Raises:
        ImportRefused: a column that is not there, or a role that there is not.
    """
    found: dict[Role, str] = {}
    for role, name in said.items():
        if role not in get_args(Role):
            raise ImportRefused(f"--column {role}={name}: there is no {role!r}; roles are {', '.join(get_args(Role))}.")
        if not name:
            continue
        by_lower = {evened(one).lower(): one for one in names}
        if evened(name).lower() not in by_lower:
            raise ImportRefused(f"{file} has no column {name!r}; it has {', '.join(map(repr, names))}.")
        found[role] = by_lower[evened(name).lower()]  # type: ignore[index]
    for role, aliases in ALIASES.items():
        free = {bare(name): name for name in reversed(names) if name not in found.values() and fits(role, name)}
        if role not in {*found, *said} and (alias := next((one for one in aliases if one in free), None)):
            found[role] = free[alias]
    return found


def fits(role: Role, name: str) -> bool:
    """Whether a heading may have a role: Restoration time is a stamp, Restoration time (min) a duration."""
    if role in ("start", "start_clock", "end", "end_clock"):
        return not _SPAN.search(_apart(name))
    return role != "duration" or bare(name) not in _SPANS_IF_NAMED or bool(_SPAN.search(_apart(name)))


def bare(name: str) -> str:
    """A heading without case, signs, what stands in brackets, and the unit of time behind the word for a duration."""
    words = _words(re.sub(r"\(.*?\)|\[.*?\]", "", name))
    shorter = "".join(words[:-1]).removesuffix("in")
    is_unit = len(words) > 1 and re.fullmatch("|".join(_UNIT_WORDS.values()), words[-1])
    return shorter if is_unit and shorter in ALIASES["duration"] else "".join(words)


def unit_of(name: str) -> DurationUnit | None:
    """The unit of time that a heading names: "Duration (hrs)", "DURATION_MINUTES", "durationMin"."""
    for word in reversed(_words(name)):
        for unit, shape in _UNIT_WORDS.items():
            if re.fullmatch(shape, word):
                return unit
    return None


def _words(name: str) -> list[str]:
    """Words of a heading: "OutageStartTime", "OUTAGE_START_TIME" and "Outage start time" are alike."""
    return re.findall(r"[a-z0-9]+", unaccented(_apart(name).strip().lower()))


def _apart(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
