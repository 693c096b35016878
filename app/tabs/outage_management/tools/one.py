"""One outage by its number, and those that have not begun: predicted and planned ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import formats
from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import number_of, place_of, told_place
from app.assistant.periods import DaysText, days_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.rows import limited, ordered, where
from app.assistant.tools import NameText, Order, PlaceText, RankedRows, Tool, ToolChoice, ToolQuantity
from app.tabs.outage_management.tools.words import (
    CAUSE,
    FEEDER,
    NUMBER,
    SUBSTATION,
    outage_go,
    said_of_outage,
    view_go,
)
from app.widgets.column import Column
from data_sources.query import Query

Row = dict[str, Any]
BACK: Final = "back_at"
"""When supply was restored, or is expected back: what "restored" means of one that is over and of one that lasts."""


class OutageFacts(BaseModel):
    """Which outage."""

    name: NameText
    quantity: str = ""


class ComingOutages(RankedRows):
    """Which outages that nobody has confirmed, or that have not begun."""

    place: PlaceText = ""
    state: Literal["", "predicted", "planned"] = ""
    days: DaysText = Field(
        "",
        description="days in which a planned one begins: tomorrow, next_week, 2026-12-01; empty for any",
        json_schema_extra={"is_ahead": True},
    )
    by: str = ""
    order: Order = "least"


_FACTS: Final = (
    ToolQuantity("cause", ("cause", "root cause", "led", "behind", "lead to", "trigger", "reason", "why"), CAUSE),
    ToolQuantity("state", ("state", "stage", "phase",
            "status"), Column("state", "State", "words")),
    ToolQuantity(
        "estimated_restoration_at", ("etr", "expect fixed", "expect over", "expect back", "expect restored",
            "expected fixed", "expected over", "should over", "expected end", "estimate",
            "estimated restoration", "expected", "expected back"),
        Column("estimated_restoration_at", "Expected back", "datetime"),
    ),
    ToolQuantity(
        BACK,
        ("light back", "light on again", "light come on again", "customer back", "actual back", "everybody back",
            "power restored", "restored", "back", "back on", "restoration", "restoration time", "restored time",
            "energized again",
        "power back",
         "supply back", "power again", "supply again", "power restored", "reenergized", "re energized", "fixed",
         "all restored", "come back", "came back", "get back", "power return", "over"),
        Column(BACK, "Back", "datetime"),
    ),
    ToolQuantity(
        "minutes",
        ("how long", "minute take", "hour take", "long off", "long customer off", "people off",
            "how long customer off", "long customer out", "long customer without power",
            "how long customer without supply", "duration", "lasted", "last", "long", "been out",
            "long without power",
         "hour out", "minute out", "hour last", "minute last", "hour so far", "length", "old", "age", "so far",
         "running"),
        Column("minutes", "Lasted", "duration"), "most",
    ),
    ToolQuantity("crew_name", ("crew", "who work", "assigned", "working on", "who went", "sent", "who fixed",
        "who restored", "dispatched", "who out", "went out",
        "who go", "who handled", "who went out", "sent out",
        "who sent", "crew dispatched", "team"), Column("crew_name", "Crew")),
    ToolQuantity(
        "customers_out", ("customer out", "customer off", "customer still off", "customer off supply", "still off",
            "customer dark",
            "customer still out", "customer in the dark", "customer still without power", "customer without supply",
            "customer still without supply", "customer", "customer without power"),
        Column("customers_out", "Customers out", "count"), "most",
    ),
    ToolQuantity(
        "customers_interrupted", ("customer interrupted", "customer hit", "customer impacted", "customer dropped",
            "customer lose power",
            "customer lost supply", "customer put out", "customer in all", "customer hit in all",
            "customer lost power", "customer affected"),
        Column("customers_interrupted", "Customers interrupted", "count"), "most",
    ),
    ToolQuantity(
        "customer_minutes", ("customer minute", "cost customer minute", "customer minute lost",
            "customer minute cost",
            "customer minute off", "customer minute interrupted", "cmi"),
        Column("customer_minutes", "Customer minutes", "number", 0, "min"), "most",
    ),
    ToolQuantity(
        "customers_predicted", ("customer predicted", "customer prediction", "customer predicted before confirmed",
            "estimated customer",
            "estimated customer before confirmed", "estimated number of customer", "predicted customer",
            "customer think affect predicted", "customer estimate", "predict customer", "customer forecast",
            "customer expected", "customer expected out",
                                "customer to be affected"),
        Column("customers_predicted", "Customers expected", "count"), "most",
    ),
    ToolQuantity("started_at", ("start", "light out", "light go out", "light went out", "kick off",
        "since when exist",
        "go out", "went out", "kicked off", "power go out", "power went out", "began at",
        "began", "begin", "started", "since"), Column("started_at", "Began",
        "datetime")),
    ToolQuantity("restored_at", ("restored at", "everybody power again", "everybody restored", "all power again",
                "ended", "end"), Column("restored_at", "Restored at",
        "datetime")),
    ToolQuantity("feeder_name", ("feeder", "line", "feeder affected", "affected feeder", "feeder hit",
        "feeder involved",
        "which line", "where", "location"), FEEDER),
    ToolQuantity("thing", ("device", "element", "element opened", "piece of equipment", "where exactly",
        "exactly",
        "component", "fuse transformer", "transformer", "opened", "failed", "what failed", "tripped",
        "trip",
        "device trip", "operated", "blew", "blown", "which device", "fuse", "breaker", "recloser", "open",
            "equipment",
        "what opened", "at what",
        "locked out"), Column("thing", "At")),
    ToolQuantity("hazards", ("hazard", "hazard reported", "danger reported", "safety hazard", "safety",
        "dangerous reported",
        "unsafe", "safety risk", "crew danger", "danger crew know", "hazard crew", "risk to people", "safety issue",
        "hazardous", "wire down", "hazard noted", "danger noted", "anything dangerous", "danger",
        "dangerous"), Column("hazards", "Hazards")),
    ToolQuantity("priority", ("priority", "important", "urgent", "urgency", "importance", "how urgent", "prioritized",
        ), Column("priority", "Priority", "words")),
    ToolQuantity(
        "is_confirmed", ("confirmed", "ever confirmed", "ever verified", "sure real", "confirmed predicted",
            "for sure",
            "verified ever", "know for sure", "validated", "verified",
            "confirmed yet"), Column("is_confirmed", "Confirmed", "flag"),
    ),
    ToolQuantity(
        "is_restored",
        ("restored", "everybody on again", "everybody back", "customer back on", "all customer back", "fix",
            "everybody restored", "done", "still out", "everybody back on", "resolved", "back",
            "back on", "power back", "supply back", "fixed", "over", "finished", "ended", "energized"),
        Column("is_restored", "Restored", "flag"),
    ),
    ToolQuantity(
        "is_late",
        ("overdue", "run late", "running late", "miss etr", "missed etr",
         "missing etr", "etr missed", "etr missing", "late", "later etr", "later than etr",
         "past etr",
         "after etr", "over etr", "overrun etr", "exceed etr", "broke etr", "late etr", "beyond etr", "overran etr",
         "later than estimate", "blow etr", "blew etr"),
        Column("is_late", "Restored after its estimate", "flag"),
    ),
    ToolQuantity(
        "is_in_time",
        ("meet etr", "met etr", "etr met", "kept etr", "keep etr", "in time", "on time", "within etr", "before etr",
         "by etr", "hit etr", "make etr", "made etr", "hold etr", "held etr", "etr right", "etr hold", "etr held"),
        Column("is_in_time", "Restored by its estimate", "flag"),
    ),
)  # fmt: skip


def outage_row(context: ToolContext, number: int) -> Row:
    """The row of outage_facts.sql.

    Raises:
        NoAnswer: PostgreSQL holds none of that number in this utility.
    """
    rows: list[Row] = context.live("outage_facts", outage_id=number, utility_id=context.utility_id).to_pylist()
    if rows:
        return rows[0]
    asked = Query.of("moved_outage", outage_id=number, utility_id=context.utility_id)
    moved = context.live_source.fetch(asked).num_rows
    told = "was moved to the history: see Replay" if moved else "is not in this utility"
    raise NoAnswer(RefusalReason.NO_SUCH_ASSET, f"Outage {number} {told}.")


def outage_facts(context: ToolContext, args: OutageFacts) -> ToolResult:
    """What is known of one outage."""
    row = outage_row(context, number_of(args.name, "outage"))
    number = int(row["outage_id"])
    table = context.live("outage_facts", outage_id=number, utility_id=context.utility_id)
    thing = pc.coalesce(table["device_name"], table["transformer_name"], table["meter_name"])
    table = said_of_outage(table.append_column("thing", thing))
    return result_of(
        context, f"Outage {number}", _with_times(context, table), (NUMBER, *_columns(row, args.quantity), SUBSTATION),
        as_of=row["as_of"], goes=(outage_go(number),),
        note=_restored_or_not(row, args.quantity, context.zone.key)
            + "Customer minutes of what lasts are those up to now.",
    )  # fmt: skip


def _restored_or_not(row: Row, quantity: str, zone: str) -> str:
    """What is said where somebody asks whether or when supply was back: whether it lasts, and what else is known."""
    number, is_over = row["outage_id"], row["restored_at"] is not None
    if quantity == "is_restored":
        at = row["restored_at"] or row["estimated_restoration_at"]
        when = formats.date_and_clock(at, zone) if at else ""
        if is_over:
            return f"Outage {number} was restored {when}. "
        return (
            f"Outage {number} is expected back {when}. " if at else f"Nobody says when outage {number} will be back. "
        )
    if quantity in ("is_late", "is_in_time") and row["is_active"] and row["estimated_restoration_at"] is not None:
        when = formats.date_and_clock(row["estimated_restoration_at"], zone)
        return f"Outage {number} lasts: it is not restored yet, its estimate is {when}. "
    is_asked = quantity in (BACK, "restored_at") and row["is_active"]
    return f"Outage {number} lasts: it is not restored yet. " if is_asked else ""


def _columns(row: Row, quantity: str) -> tuple[Column, ...]:
    """The facts; when it was restored and how long it lasted are headed by whether it is over.

    Of one that lasts, when it is back is what is estimated, which is a fact of its own: told twice only if asked for.
    """
    is_over = row["restored_at"] is not None
    titles = {BACK: "Restored" if is_over else "Expected back", "minutes": "Lasted" if is_over else "Lasts so far"}
    if not is_over:
        titles["is_late"] = "Past its estimate"
    shown = [one for one in _FACTS if is_over or one.key != BACK or quantity == BACK]
    return tuple(replace(one.column, title=titles.get(one.key, one.column.title)) for one in shown)


def _with_times(context: ToolContext, table: pa.Table) -> pa.Table:
    """The row with when supply is or was back, and how long it lasted in minutes, up to now where it lasts."""
    over, expected = table["restored_at"], table["estimated_restoration_at"]
    now = context.now if over.type.tz else context.now.replace(tzinfo=None)
    ends = pc.coalesce(over, pa.scalar(now, over.type))
    spans = [
        None if begun is None else (end - begun).total_seconds() / 60
        for begun, end in zip(table["started_at"].to_pylist(), ends.to_pylist(), strict=True)
    ]
    table = table.append_column(BACK, pc.coalesce(over, expected)).append_column("is_restored", pc.is_valid(over))
    late = pc.greater(ends, expected)  # null where no estimate is known; of one that lasts: past it by now
    is_open = pc.and_(pc.is_null(over), pc.invert(pc.fill_null(late, False)))  # nobody knows yet whether it is kept
    in_time = pc.if_else(is_open, pa.scalar(None, pa.bool_()), pc.invert(late))
    table = table.append_column("is_late", late).append_column("is_in_time", in_time)
    table = table.append_column("is_confirmed", pc.is_valid(table["confirmed_at"]))
    return table.append_column("minutes", pa.array(spans, pa.float64()))


_COMING: Final = (
    ToolQuantity(
        "planned_start_at", ("start", "planned start", "next", "begin", "when", "soonest", "earliest"),
        Column("planned_start_at", "Planned to begin", "datetime"),
    ),
    ToolQuantity(
        "customers_predicted", ("customer predicted",
            
            "customer involved",
            "expected customer", 
            "customer expected"),
        Column("customers_predicted", "Customers expected", "count"), "most",
    ),
    ToolQuantity(
        "probability", ("probability", "sure", "likelihood", "probable", "how sure", "how certain", "chance", "odds",
            "most likely", "percent likely", "confident", "likely", "how likely", "certain",
            "confidence"),
        Column("probability", "Probability", "share", 0, "%", 100), "most",
    ),
)  # fmt: skip
_COMING_COLUMNS: Final = (
    NUMBER, Column("state", "State", "words"), FEEDER, SUBSTATION, Column("thing", "At"), _COMING[0].column,
    Column("planned_end_at", "Planned to end", "datetime"), _COMING[1].column, _COMING[2].column,
    Column("reported_at", "Reported", "datetime"),
)  # fmt: skip
_COMING_NOTE: Final = (
    "Predicted: presumed from messages of meters and calls, and confirmed by nobody. Planned: announced, and not "
    "begun. Neither counts as an outage yet."
)


def coming_outages(context: ToolContext, args: ComingOutages) -> ToolResult:
    """Predicted and planned outages, or how many."""
    place = place_of(context, args.place)
    table = context.live("unclosed_outages", utility_id=context.utility_id)
    table = table.filter(pc.is_in(table["state"], pa.array(["predicted", "planned"])))
    table = where(table, state=args.state)
    if place.kind != "utility":
        table = where(table, **{f"{place.kind}_name": place.name})
    span = days_of(args.days, context.today) if args.days else None
    if span is not None:
        days = [at and at.astimezone(context.zone).date() for at in table["planned_start_at"].to_pylist()]
        table = table.filter(pa.array([bool(day) and span.first <= day <= span.last for day in days], pa.bool_()))
    thing = pc.coalesce(table["device_name"], table["transformer_name"], table["meter_name"])
    table = table.append_column("thing", thing)
    by = args.by if args.by in {one.key for one in _COMING} else "planned_start_at"
    if by != "planned_start_at":
        table = limited(table, by, args.above, args.below)
    told: dict[str, Any] = {
        "place": told_place(place),
        "as_of": context.now,
        "note": _COMING_NOTE,
        "period": span.words if span is not None else "",
    }
    title = f"{args.state.capitalize()} outages" if args.state else "Predicted and planned outages"
    goes = (view_go(f"Open {title[:1].lower()}{title[1:]}", "active", outage_states=args.state or "all"),)
    if args.is_count:
        return result_of(context, title, counted(table), (HowMany,), goes=goes, **told)
    return result_of(context, title, ordered(table, by, args.order, args.n), _COMING_COLUMNS, goes=goes, **told)


OUTAGE_FACTS: Final = Tool(
    "outage_facts",
    "One outage by its number: cause, state, estimate of restoration, crew, customers, when it began, where.",
    OutageFacts, outage_facts, "row", ("outage",), _FACTS,
    words=("outage number",), examples=("what is the cause of outage 12", "which crew is on outage 12"),
)  # fmt: skip
COMING_OUTAGES: Final = Tool(
    "coming_outages",
    "Outages that are predicted and wait for confirmation, and planned ones still to begin: list, how many, the next.",
    ComingOutages, coming_outages, "filter", ("outage",), _COMING,
    choices=(
        ToolChoice(
            ("predicted", "presumed", "wait for confirmation", "waiting for confirmation", "unconfirmed",
                "to confirm",
             "awaiting confirmation", "prediction"), {"state": "predicted"},
        ),
        ToolChoice(
            ("planned", "coming", "coming up", "to come", "upcoming", "scheduled", "planned coming up",
                "next planned"),
                {"state": "planned"},
        ),
    ),
    words=("prediction", "planned interruption", "planned shutdown"),
    examples=("how many predicted outages wait for confirmation", "when does the next planned outage start"),
    lies_on="feeder_name",
)  # fmt: skip
