"""Crews: which, how many, one of them, the nearest to a thing."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import ways
from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import asset_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import MOST_ROWS, Go, NamedAsset, ToolResult
from app.assistant.rows import limited, ordered, where
from app.assistant.tools import NameText, RankedRows, Rows, Tool, ToolChoice, ToolQuantity
from app.widgets.column import Column
from data_sources.analytics.ground import distance_m
from data_sources.field.orders.states import skill_for

BUSY: Final = ("assigned", "en_route", "working")
ON_SHIFT: Final = ("available", *BUSY)
Kind = Literal["", "line", "trouble", "underground", "vegetation"]
Skill = Literal["", "line", "transformer", "underground", "vegetation", "inspection", "switching"]
Status = Literal["", "available", "assigned", "en_route", "working", "off_shift", "busy", "on_shift"]
STATUS: Any = Field("", description="busy: assigned, en route or working; on_shift: those and available; empty for any")


class CrewsChosen(BaseModel):
    """Which crews."""

    kind: Kind = ""
    status: Status = STATUS
    skill: Skill = ""


class CrewsListed(CrewsChosen, RankedRows):
    """Which of them, by what."""

    by: str = ""
    job: Literal["", "none"] = Field("", description="none: those without a present job")


class CrewPeople(BaseModel):
    """People on which crews."""

    kind: Kind = ""
    status: Status = STATUS
    quantity: str = ""


class CrewFacts(BaseModel):
    """Which crew."""

    name: NameText
    quantity: str = ""


class CrewsNear(BaseModel):
    """Crews by their distance from what."""

    name: str = Field("", max_length=80, description="display name of a thing, or the number of an outage")
    outage: Literal["", "biggest", "longest"] = Field("", description="of those that last now, instead of a name")
    n: Rows = MOST_ROWS
    radius_m: float | None = Field(None, gt=0, description="no farther away, in metres")
    kind: Kind = ""
    status: Status = STATUS
    skill: Skill = ""
    is_qualified: bool = Field(False, description="only crews with the skill that work at such a thing takes")


MEMBERS: Final = ToolQuantity(
    "members", ("people", "member", "how many people", "size", "worker", "lineman", "staff", "men"),
    Column("members", "People", "count"),
)  # fmt: skip
QUEUED: Final = ToolQuantity(
    "queued",
    ("queued order", "order in queue", "queue", "queue length", "work order", "order", "job", "task", "open order",
     "assigned order", "most work", "busiest"),
    Column("queued", "Orders in its queue", "count"), "most",
)  # fmt: skip
QUEUED_HOURS: Final = ToolQuantity(
    "queued_hours",
    ("workload", "work load", "queued hour", "hour in queue", "hours in queue", "work ahead", "backlog", "hour of work",
     "work"),
    Column("queued_hours", "Work in its queue", "number", 1, "h"), "most",
)  # fmt: skip
SHIFT: Final = ToolQuantity(
    "shift_start", ("shift time", "shift hour", "come on", "comes on", "on again", "start", "start shift",
    "shift start",
        "back on shift", "begin", "shift begin"), Column("shift_start", "Shift from")
)  # fmt: skip
SHIFT_END: Final = ToolQuantity(
    "shift_end", ("go off", "get off", "shift end", "end shift", "knock off", "go home", "finish shift"),
    Column("shift_end", "Shift to"),
)  # fmt: skip
RANKED: Final = (MEMBERS, QUEUED, QUEUED_HOURS, SHIFT, SHIFT_END)
NAME: Final = Column("crew_name", "Crew")
_CREW: Final = (
    NAME, Column("kind", "Kind", "words"), Column("status", "Status", "words"), MEMBERS.column,
    Column("skills", "Skills"), Column("vehicle", "Vehicle"), Column("job", "Present job"), QUEUED.column,
    QUEUED_HOURS.column,
    Column("shift", "Shift"),
)  # fmt: skip
_SHIFTS: Final = {one.key: one.column for one in (SHIFT, SHIFT_END)}
NOTE: Final = "Where a crew is, is where it was last told to be."


def crew_rows(context: ToolContext) -> pa.Table:
    """Rows of field_crews.sql with the present job, the shift and spelled skills.

    Raises:
        SourceError: the database does not answer.
    """
    table = context.live("field_crews", utility_id=context.utility_id)
    rows = table.to_pylist()
    jobs = [_job(row) for row in rows]
    shifts = [f"{row['shift_start']} to {row['shift_end']}" if row["shift_start"] else None for row in rows]
    table = table.append_column("job", pa.array(jobs, pa.string())).append_column(
        "shift", pa.array(shifts, pa.string())
    )
    spelled = [", ".join((row["skills"] or "").split(",")) for row in rows]
    return table.set_column(table.column_names.index("skills"), "skills", pa.array(spelled, pa.string()))


def _job(row: dict[str, Any]) -> str:
    if row["outage_id"] is not None:
        return f"Outage {row['outage_id']}"
    return "none" if row["work_order_id"] is None else f"Work order {row['work_order_id']}"


def _chosen(table: pa.Table, kind: str, status: str, skill: str = "") -> pa.Table:
    table = where(table, kind=kind)
    groups = {"busy": BUSY, "on_shift": ON_SHIFT}
    table = table.filter(pc.is_in(table["status"], pa.array(groups.get(status, (status,))))) if status else table
    if skill:
        can = [skill in text.split(", ") for text in table["skills"].to_pylist()]
        table = table.filter(pa.array(can, pa.bool_()))
    return table


def crews_chosen(table: pa.Table, args: CrewsChosen) -> pa.Table:
    """Crews of a kind, status and skill."""
    return _chosen(table, args.kind, args.status, args.skill)


def board_go() -> Go:
    """To the board of all crews."""
    return Go("Open the board", ways.FIELD, texts=(("view", "board"),))


def crews(context: ToolContext, args: CrewsListed) -> ToolResult:
    """Crews of a kind, status and skill, or how many."""
    table = crews_chosen(crew_rows(context), args)
    if args.job:
        table = table.filter(pc.equal(table["job"], args.job))
    if args.by in _SHIFTS:
        return _by_shift(context, args, table)
    is_by = args.by in {one.key for one in RANKED}
    if is_by:
        table = limited(table, args.by, args.above, args.below)
    told: dict[str, Any] = {"as_of": context.now, "note": NOTE, "goes": (board_go(),)}
    if args.is_count:
        return result_of(context, "Crews", counted(table), (HowMany,), **told)
    rows = ordered(table, args.by if is_by else "crew_name", args.order if is_by else "least", args.n, ("crew_name",))
    return result_of(context, "Crews", rows, _CREW, **told)


def _by_shift(context: ToolContext, args: CrewsListed, table: pa.Table) -> ToolResult:
    """Crews by the next time from now at which their shift begins or ends; it ends of those alone that are on shift."""
    is_end = args.by == SHIFT_END.key and not args.status
    if is_end:
        table = _chosen(table, "", "on_shift")
    told: dict[str, Any] = {
        "as_of": context.now,
        "note": f"{NOTE} The next time from now counts.",
        "goes": (board_go(),),
    }
    title = "Crews on shift" if is_end else "Crews"
    if args.is_count:
        return result_of(context, title, counted(table), (HowMany,), **told)
    ahead = [_minutes_to(text, context.now.astimezone(context.zone)) for text in table[args.by].to_pylist()]
    table = table.append_column("ahead", pa.array(ahead, pa.int32()))
    order = args.order if "order" in args.model_fields_set else "least"
    rows = ordered(table, "ahead", order, args.n, ("crew_name",)).drop_columns("ahead")
    return result_of(context, title, rows, (NAME, _SHIFTS[args.by], *_CREW[1:]), **told)


def _minutes_to(clock: str | None, here: dt.datetime) -> int | None:
    """Minutes until it is that time next, on the clock of the utility; None where no shift is known."""
    if not clock:
        return None
    hours, minutes = (int(part) for part in clock.split(":")[:2])
    return (60 * hours + minutes - 60 * here.hour - here.minute) % (24 * 60)


_PEOPLE: Final = (
    ToolQuantity(
        "people",
        ("people", "member", "headcount", "staff", "worker", "lineman", "men", "field staff", "crew member",
         "member of crew", "crew headcount", "total crew member", "crew people", "people on crew"),
        Column("people", "People", "count"),
    ),
)  # fmt: skip


def crew_people(context: ToolContext, args: CrewPeople) -> ToolResult:
    """People on all crews of a kind and status together."""
    table = _chosen(crew_rows(context), args.kind, args.status)
    sums = {"people": [int(pc.sum(table["members"]).as_py() or 0)], "crews": [table.num_rows]}
    columns = (_PEOPLE[0].column, Column("crews", "Crews", "count"))
    return result_of(context, "People on crews", pa.table(sums), columns, as_of=context.now, goes=(board_go(),))


_WORK: Final = {
    "line": ("line",), "transformer": ("transformer",), "underground": ("underground", "cable"),
    "vegetation": ("vegetation", "tree", "tree trimming"), "inspection": ("inspection", "inspect"),
    "switching": ("switching", "switch"),
}  # fmt: skip
_CAN: Final = tuple(
    ToolQuantity(
        f"can_{code}",
        tuple(f"{ahead} {word} {behind}".strip() for word in words for ahead, behind in (
            ("do", ""), ("do", "work"), ("qualified for", ""), ("qualified for", "work"), ("", "skill"),
            ("", "qualified"),
            ("have", "skill"), ("trained for", ""), ("trained in", ""), ("allowed to do", ""), ("handle", ""),
            ("able to do", ""), ("able to", ""), ("skilled in", ""), ("certified for", ""), ("", "trained"),
            ("", "certified"),
            ("", "work"), ("fit for", ""),
        )),
        Column(f"can_{code}", f"Qualified for {code} work", "flag"),
    )
    for code, words in _WORK.items()
)  # fmt: skip
_FACTS: Final = (
    ToolQuantity("status", ("status", "state", "what doing", "doing", "busy", "available", "free",
        "off shift", "on shift", "off duty", "on duty"), _CREW[2]),
    ToolQuantity("vehicle", ("vehicle", "truck", "drive", "bucket truck", "van"), _CREW[5]),
    replace(MEMBERS, words=(*MEMBERS.words, "headcount", "head count", "head", "strength")),
    ToolQuantity("skills", ("skill", "can do", "qualified", "qualification"), _CREW[4]),
    *_CAN,
    ToolQuantity("kind", ("kind", "type", "kind of crew"), _CREW[1]),
    ToolQuantity(
        "job", ("job", "present job", "working on", "assignment", "assigned to", "current job"),
        _CREW[6]
    ),
    ToolQuantity("shift", ("shift", "working hours", "shift hour", "shift start", "shift end", "go off",
        "go off shift", "come on", "come on shift",
        "get off", "knock off", "shift over", "start shift", "end shift", "finish", "start work"), _CREW[9]),
    ToolQuantity(  # "orders of crew 3" are its orders, not their number
        "queued", ("queued order", "order in queue", "queue length", "number of order in queue"), QUEUED.column,
    ),
    ToolQuantity("queued_hours", ("queued hour", "hours in queue", "work ahead", "backlog"), QUEUED_HOURS.column),
    ToolQuantity("lat", ("latitude",), Column("lat", "Latitude", "number", 5)),
    ToolQuantity("lon", ("longitude",), Column("lon", "Longitude", "number", 5)),
)  # fmt: skip


def crew_named(context: ToolContext, name: str) -> NamedAsset:
    """The crew of that name, also by its number alone.

    Raises:
        NoAnswer: there is none.
    """
    digits = name.strip().lower().removeprefix("crew").strip(" -#")
    return asset_of(context, f"Crew-{int(digits):03d}" if digits.isdecimal() else name, ("crew",))


def crew_facts(context: ToolContext, args: CrewFacts) -> ToolResult:
    """What is known of one crew now."""
    crew = crew_named(context, args.name)
    table = where(crew_rows(context), crew_id=crew.asset_id)
    skills = [text.split(", ") for text in table["skills"].to_pylist()]
    for code in _WORK:
        table = table.append_column(f"can_{code}", pa.array([code in mine for mine in skills], pa.bool_()))
    go = Go(f"Open the day of {crew.name}", ways.FIELD, texts=(("view", "crew"), ("crew", str(crew.asset_id))))
    return result_of(
        context, crew.name, table, (NAME, *(one.column for one in _FACTS)), as_of=table["updated_at"][0].as_py(),
        note=NOTE, goes=(to_map(crew), go),
    )  # fmt: skip


def crews_near(context: ToolContext, args: CrewsNear) -> ToolResult:
    """Crews on shift by their distance from a thing, the nearest first."""
    asset = _outage_at(context, args) or asset_of(context, args.name)
    if asset.lon is None or asset.lat is None:
        raise NoAnswer(RefusalReason.NOT_IN_DATA, f"Nobody says where {asset.name} is.")
    skill = _skill_at(asset) if args.is_qualified and not args.skill else args.skill
    table = _chosen(crew_rows(context), args.kind, args.status or "on_shift", skill)
    table = table.filter(pc.not_equal(table["crew_name"], asset.name))
    km = distance_m(table["lon"].to_numpy(), table["lat"].to_numpy(), asset.lon, asset.lat) / 1000
    table = table.append_column("distance_km", pa.array(km, pa.float64()))
    if args.radius_m is not None:
        table = limited(table, "distance_km", below=args.radius_m / 1000)
    table = ordered(table, "distance_km", "least", args.n, ("crew_name",))
    skilled = f" with the skill {skill}" if skill else ""
    note = f"Crews on shift{skilled}, as the crow flies; those off shift are left out unless asked for."
    columns = (NAME, Column("distance_km", "Distance", "number", 2, "km"), *_CREW[1:])
    goes = (_go_to(table), board_go()) if len(table) else (board_go(),)
    return result_of(
        context, f"Crews by distance from {asset.name}", table, columns, as_of=context.now, note=note, goes=goes
    )  # fmt: skip


def _outage_at(context: ToolContext, args: CrewsNear) -> NamedAsset | None:
    """Where the outage is that is meant by its number or its size; None where a thing is named.

    Raises:
        NoAnswer: nothing is named, or there is no such outage.
    """
    named = re.fullmatch(r"\s*(?:outage\s*#?\s*)?(\d{1,18})\s*", args.name.lower())
    if named:
        asked = context.live("outage_facts", outage_id=int(named[1]), utility_id=context.utility_id)
        if not asked.num_rows:
            raise NoAnswer(RefusalReason.NO_SUCH_ASSET, f"Outage {named[1]} is not in this utility.")
        row = asked.to_pylist()[0]
    elif args.name:
        return None
    elif not args.outage:
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, "Say nearest to what: a thing by its name, or an outage.")
    else:
        table = context.live("active_outages", utility_id=context.utility_id)
        if not table.num_rows:
            raise NoAnswer(RefusalReason.NOT_IN_DATA, "No outage lasts now.")
        key, order = {"biggest": ("customers_out", "most"), "longest": ("started_at", "least")}[args.outage]
        row = ordered(table, key, order, 1, ("outage_id",)).to_pylist()[0]  # type: ignore[arg-type]  # a literal
    number = int(row["outage_id"])
    return NamedAsset("outage", number, f"outage {number}", row["lon"], row["lat"])


def _go_to(table: pa.Table) -> Go:
    row = table.slice(0, 1).to_pylist()[0]
    return to_map(NamedAsset("crew", row["crew_id"], row["crew_name"], row["lon"], row["lat"]))


def _skill_at(asset: NamedAsset) -> str:
    """What a crew must be able to do to repair such a thing."""
    kind = asset.kind if asset.kind in ("pole", "transformer", "device", "segment") else None
    return skill_for("repair", kind)  # type: ignore[arg-type]  # one of them


_KINDS: Final = (
    ToolChoice(("line crew", "line", "lineman crew", "line work"), {"kind": "line"}),
    ToolChoice(("trouble crew", "troubleman", "trouble"), {"kind": "trouble"}),
    ToolChoice(("underground crew", "cable crew"), {"kind": "underground"}),
    ToolChoice(("vegetation crew", "tree crew", "tree trimming crew"), {"kind": "vegetation"}),
)  # fmt: skip
_STATUSES: Final = (
    ToolChoice(("available", "free", "idle", "ready"), {"status": "available"}),
    ToolChoice(("assigned",), {"status": "assigned"}),
    ToolChoice(("en route", "on the way", "driving", "travelling", "on their way"), {"status": "en_route"}),
    ToolChoice(("working", "on site", "at work"), {"status": "working"}),
    ToolChoice(("off shift", "off duty", "not on shift", "at home"), {"status": "off_shift"}),
    ToolChoice(("busy", "dispatched", "occupied"), {"status": "busy"}),
    ToolChoice(("on shift", "on duty", "active"), {"status": "on_shift"}),
)  # fmt: skip
_SKILLS: Final = tuple(
    ToolChoice(
        (f"{code} skill", f"{code} skilled", f"skilled in {code}", f"with {code} skill", f"can do {code}",
            f"{code} qualified", f"qualified for {code}", f"do {code} work", f"can do {code} work",
            f"who can do {code}",
            f"able to do {code}", f"trained for {code}", f"trained in {code}", f"certified for {code}",
            f"certified in {code}", f"handle {code}", f"can handle {code}", f"{code} capable", *more),
        {"skill": code},
    )
    for code, more in (
        ("line", ("line work",)), ("transformer", ("transformer work",)),
        ("underground", ("underground work", "cable work")), ("vegetation", ("tree work", "tree trimming",
            "trim tree")),
        ("inspection", ("inspect",)), ("switching", ("switch", "do switching")),
    )
)  # fmt: skip

_WORKLOAD: Final = ("crew workload", "workload of crew", "workload by crew", "workload per crew")
CREWS: Final = Tool(
    "crews", "Field crews by kind, status and skill; list, or how many.",
    CrewsListed, crews, "filter", ("crew", "field crew"), RANKED,
    choices=(
        *_KINDS, *_STATUSES, *_SKILLS,
        ToolChoice(_WORKLOAD, {"by": "queued_hours"}),
        ToolChoice(("jobless",), {"job": "none"}),
    ),
    opens=8,
    examples=("how many crews do we have", "crew workload", "available crews with transformer skill", "crews en route"),
)  # fmt: skip
CREW_PEOPLE: Final = Tool(
    "crew_people", "How many people are on all crews together, of a kind or status.",
    CrewPeople, crew_people, "row", ("people", "crew member"), _PEOPLE, choices=(*_KINDS, *_STATUSES),
    words=("together", "all crew", "in total", "in the field"),
    examples=("how many people are on all crews together",),
)  # fmt: skip
CREW_FACTS: Final = Tool(
    "crew_facts", "One crew now: status, vehicle, people, skills, shift, present job, position, what is in its queue.",
    CrewFacts, crew_facts, "row", ("crew",), _FACTS, words=("where", "position", "location"),
    examples=("status of Crew-004", "which truck does crew 3 have"),
)  # fmt: skip
CREWS_NEAR: Final = Tool(
    "crews_near",
    "Crews on shift by their distance from a thing or an outage, the nearest first; where asked only qualified or free "
    "ones.",
    CrewsNear, crews_near, "near", ("crew",),
    choices=(
        *_KINDS, *_STATUSES, *_SKILLS,
        ToolChoice(("biggest outage", "largest outage", "worst outage"), {"outage": "biggest"}),
        ToolChoice(("longest outage", "oldest outage"), {"outage": "longest"}),
        ToolChoice(("qualified", "suitable", "that can fix", "fit", "able to repair"), {"is_qualified": True}),
    ),
    words=("nearest crew", "closest crew", "crew by distance", "crew near", "distance"),
    examples=("which crew is nearest TX-0002-010?", "nearest crew to the biggest outage",
        "nearest qualified crew to SUB-001"),
)  # fmt: skip
