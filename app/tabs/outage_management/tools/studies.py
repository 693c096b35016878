"""Studies, which operate nothing: what spreads when something fails, how a fault is isolated, a storm as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app import ways
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import PLACES, asset_of, number_of, place_of, told_place
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import Go, NamedAsset, ToolResult
from app.assistant.rows import ordered, where
from app.assistant.tools import NameText, Order, Rows, Tool, ToolChoice, ToolQuantity, name_of
from app.tabs.outage_management.cascade.asked import RiskWish, RunWish, StudyWish, candidates, followed, risk, study_of
from app.tabs.outage_management.cascade.rows import SCENARIO_TITLES, candidates_table, standing_words
from app.tabs.outage_management.tools.now import lasting_outages
from app.tabs.outage_management.tools.one import outage_row
from app.tabs.outage_management.tools.words import outage_go, view_go
from app.widgets.column import Column
from data_sources.analytics.cascade.conditions import SCENARIOS
from data_sources.analytics.cascade.costs import CostParameters
from data_sources.analytics.cascade.transfer import TRANSFERRED
from data_sources.network.graph import load_network, load_open_devices
from data_sources.network.rows import NetworkError
from data_sources.network.switching_sheet import switching_sheet, unserved_in_words
from data_sources.network.trace import trace
from data_sources.studies.cascade.ground import SupplyGround
from data_sources.studies.cascade.sentences import of_action
from data_sources.studies.cascade.study import CascadeStudy, WorkHours
from data_sources.studies.isolation.of_outage import OutageStudy, present_loads, study_of_outage
from data_sources.studies.isolation.of_thing import SupposedFault, study_of_thing
from data_sources.studies.storm.picture import storm_picture, storm_tables

Scenario = Literal["normal", "summer_peak", "winter_storm", "hurricane"]
Loads = Literal["mean", "present", "peak"]
SCENARIO: Any = Field("normal", description="under which conditions: air temperature, load, overload that is borne")
LOADS: Any = Field("mean", description="which loads are multiplied: mean of a year, present ones, design peak")
ONLY: Final = "A study: nothing is operated."


FAULTED: Final = ("segment", "device", "transformer", "pole", "meter")


class CascadeOf(BaseModel):
    """What fails, and under which conditions."""

    name: NameText
    scenario: Scenario = SCENARIO
    loads: Loads = LOADS
    quantity: str = ""


class WorstFailures(BaseModel):
    """Which failures are feared most."""

    scenario: Scenario = SCENARIO
    loads: Loads = LOADS
    by: str = "score"
    order: Order = "most"
    n: Rows = 10


class RiskNow(BaseModel):
    """Of the utility, now."""

    quantity: str = ""


class IsolationOf(BaseModel):
    """Which outage, or where a fault is supposed."""

    name: str = name_of("outage", *FAULTED, "feeder", "substation")


class StormNow(BaseModel):
    """The storm that is declared, or what is out now."""

    quantity: str = ""


class StormQueue(BaseModel):
    """Outages in the order in which crews get to them."""

    n: Rows = 20


_SPREAD: Final = (
    ToolQuantity(
        "customers_lost", ("customer lost if fail", "customer would lose", "customer lose if fail"),
        Column("customers_lost", "Without supply until repair", "count"), "most",
    ),
    ToolQuantity(
        "load_lost_mw", ("load lost if fail", "load would lose"), Column("load_lost_mw", "Load lost", "number", 2,
            "MW"), "most",
    ),
    ToolQuantity(
        "customers_behind", ("customer behind",), Column("customers_behind", "Customers behind it", "count"), "most",
    ),
    ToolQuantity(
        "customers_first",
        ("customer out at first", "customer lose supply at first", "customer affected if fail",
         "customer interrupted if fail", "customer out if fail", "customer out"),
        Column("customers_first", "Lose supply at first", "count"), "most",
    ),
    ToolQuantity(
        "customers_picked_up",
        ("customer picked up", "customer picked up by tie", "customer transferred", "customer taken over",
         "customer fed from elsewhere"),
        Column("customers_picked_up", "Picked up by ties", "count"),
    ),
    ToolQuantity("waves", ("number of wave", "cascade wave"), Column("waves", "Waves", "count"), "most"),
    ToolQuantity(
        "transferred_mw", ("taken over", "transferred load"),
        Column("transferred_mw", "Taken over by neighbours", "number", 2, "MW"),
    ),
    ToolQuantity(
        "hours_back", ("restored after fail", "back after fail"), Column("hours_back", "All back after", "number", 1,
            "h"), "most",
    ),
    ToolQuantity(
        "cost_usd", ("cost if fail", "damage if fail"), Column("cost_usd", "Cost at assumed prices", "number", 0,
            "USD"), "most",
    ),
)  # fmt: skip


def cascade_scenario(context: ToolContext, args: CascadeOf) -> ToolResult:
    """Let one thing fail, and follow what spreads."""
    asset = asset_of(context, args.name, ("substation", "feeder", "device", "transformer", "segment", "pole"))
    if asset.kind in ("transformer", "pole"):
        return _alone(context, asset)
    conditions = SCENARIOS[args.scenario]
    wish = StudyWish(context.utility_id, conditions, args.loads)
    source = context.live_source
    try:
        study = study_of(source, wish)
        key = _key_of(study.ground, asset)
        found = followed(source, study, RunWish(wish, (key,), WorkHours(), CostParameters(), None))
    except NetworkError as error:
        raise NoAnswer(RefusalReason.NOT_IN_DATA, str(error)) from None
    lost, lost_kw = study.lost(found.spread)
    names = [study.named(int(node))[1] for node in found.nodes]
    hours = found.plan.restoration.supplied_h
    behind = trace(
        study.ground.network, asset.kind, asset.asset_id, "downstream", load_open_devices(source, context.utility_id)
    ).customers
    moved = int(study.ground.customers[found.spread.frames[-1] == TRANSFERRED].sum())
    out_already = max(behind - moved - lost, 0)  # who has no supply as it is can lose none
    row = {
        "fails": ", ".join(names), "customers_behind": behind, "customers_first": behind - out_already,
        "customers_picked_up": moved, "customers_lost": lost, "load_lost_mw": lost_kw / 1000, "waves": found.film.waves,
        "transferred_mw": study.transferred_kw(found.spread) / 1000,
        "hours_back": float(hours.max(initial=0.0)), "cost_usd": found.price.total_usd,
        "crews": found.plan.crews,
    }  # fmt: skip
    helps = " ".join(of_action(study, one) for one in found.actions[:3])
    note = (
        f"{ONLY} {_part(study, asset, key)}{_course(row)}{_under(args.scenario)}; loads: {args.loads}. "
        f"{' '.join(standing_words(study))}"
        + (f" What would help in the hour: {helps}" if helps else "")
    )  # fmt: skip
    shown = {one.key: one.column for one in _SPREAD}
    columns = (
        Column("fails", "What fails"),
        *(shown[key] for key in row if key in shown),
        Column("crews", "Crews", "count"),
    )
    texts = {"cascade_scenario": args.scenario, "cascade_loads": args.loads, "cascade_start": key}
    return result_of(
        context, f"If {asset.name} fails", pa.table({name: [value] for name, value in row.items()}), columns,
        as_of=found.at, note=note, goes=(view_go("Open the cascade", "cascade", **texts),),
    )  # fmt: skip


def _course(row: Mapping[str, Any]) -> str:
    """Who is out at first, who is fed from elsewhere, who stays out until the repair, in a sentence."""
    stay = (
        f"{row['customers_lost']:,} stay out until it is repaired, the last of them for {row['hours_back']:.1f} h"
        if row["customers_lost"]
        else f"nobody stays out until the repair, which takes {row['hours_back']:.1f} h"
    )
    dark = row["customers_behind"] - row["customers_first"]
    return (
        f"{row['customers_behind']:,} customers are behind it{f', {dark:,} of them out already' if dark else ''}; "
        f"{row['customers_first']:,} lose supply at first; ties pick up {row['customers_picked_up']:,} of them; "
        f"{stay}. "
    )


def _alone(context: ToolContext, asset: NamedAsset) -> ToolResult:
    """What feeds its own customers alone: they are out, and nothing spreads."""
    source = context.live_source
    network = load_network(source, context.utility_id)
    found = trace(network, asset.kind, asset.asset_id, "downstream", load_open_devices(source, context.utility_id))
    units = network.transformers.indexes(found.transformer_ids)
    kw = float(present_loads(source, network)[units].sum())
    row = {
        "fails": asset.name, "customers_behind": found.customers, "customers_first": found.customers, 
        "customers_picked_up": 0,
        "customers_lost": found.customers, "load_lost_mw": kw / 1000, "waves": 0, "transferred_mw": 0.0,
        "transformers": len(found.transformer_ids), "critical": len(found.critical_customers),
    }  # fmt: skip
    shown = {one.key: one.column for one in _SPREAD}
    columns = (
        Column("fails", "What fails"), *(shown[key] for key in row if key in shown),
        Column("transformers", "Transformers", "count"), Column("critical", "Critical customers", "count"),
    )  # fmt: skip
    note = (
        f"{ONLY} {asset.name} feeds its own customers alone: nothing spreads from it, and no tie picks them up; "
        f"they are "
        "out until it is repaired or replaced."
    )
    return result_of(
        context, f"If {asset.name} fails", pa.table({name: [value] for name, value in row.items()}), columns,
        as_of=context.now, note=note, goes=(to_map(asset),),
    )  # fmt: skip


def _under(scenario: str) -> str:
    one = SCENARIOS[scenario]
    return (
        f"{SCENARIO_TITLES[scenario]}: {one.temperature_c:g} °C, load times {one.load_multiplier:g}, "
        f"{100 * one.failure_threshold:g} % overload borne, ties close without a look at the load"
    )


def _part(study: CascadeStudy, asset: NamedAsset, key: str) -> str:
    """That a whole section fails, where the thing named is only a part of it."""
    if key in (f"section:{asset.asset_id}", f"{asset.kind}:{asset.asset_id}"):
        return ""
    name = study.named(study.ground.number(key))[1]
    return f"{asset.name} is no part of its own at this level: the section that it lies in, {name}, fails. "


def _key_of(ground: SupplyGround, asset: NamedAsset) -> str:
    """The part of the grid that a thing feeds, or lies in."""
    key = f"section:{asset.asset_id}" if asset.kind == "device" else f"{asset.kind}:{asset.asset_id}"
    if key in ground.keys:
        return key
    network = ground.network
    if asset.kind in ("device", "segment"):
        row = network.devices.index(asset.asset_id) if asset.kind == "device" else -1
        edge = int(network.device_segment[row]) if row >= 0 else network.segments.index(asset.asset_id)
        node = int(network.topology().child[edge])
        node = int(network.to_node[edge]) if node < 0 else node
    else:
        raise NetworkError(f"{asset.name} feeds nothing as the network is switched now.")
    return str(ground.keys[ground.section[node]])


_FEARED: Final = (
    ToolQuantity(
        "score", ("score", "most feared", "critical element", "patient zero"), Column("score", "Score", "number", 0),
        "most",
    ),
    ToolQuantity(
        "customers_lost", ("customer lost by failure",), Column("customers_lost", "Customers lost", "count"), "most",
    ),
    ToolQuantity(
        "loading_pct", ("loading of element",), Column("loading_pct", "Loading", "number", 0, "%"), "most",
    ),
)  # fmt: skip


def worst_failures(context: ToolContext, args: WorstFailures) -> ToolResult:
    """What may fail first, ranked as the Cascade view ranks it."""
    found = candidates(context.live_source, StudyWish(context.utility_id, SCENARIOS[args.scenario], args.loads))
    by = args.by if args.by in {one.key for one in _FEARED} else "score"
    ranked = candidates_table(found)
    table = ordered(ranked, by, args.order, args.n, ("rank",))
    columns = (
        Column("rank", "Rank", "count"), Column("name", "What fails"), Column("kind", "Kind", "words"),
        *(one.column for one in _FEARED), Column("customers", "Customers behind it", "count"), Column("waves",
            "Waves", "count"),
    )  # fmt: skip
    note = (
        f"{ONLY} {_under(args.scenario)}; loads: {args.loads}. The score sums how central it is, customers behind it, "
        "loading and lack of ties; customers lost are simulated, of the first ones of the ranking."
    )
    goes = (view_go("Open the cascade", "cascade", cascade_scenario=args.scenario, cascade_loads=args.loads),)
    return result_of(
        context, "Failures to be feared", table, columns, as_of=found.at, note=note, goes=goes, in_all=ranked.num_rows
    )


_RISK: Final = (
    ToolQuantity("points", ("risk", "risk now", "cascade risk", "grid risk"), Column("points", "Risk now", "number",
        0, "of 100"), "most"),
    ToolQuantity("level", ("level", "risk level"), Column("level", "Level", "words")),
)  # fmt: skip


def cascade_risk(context: ToolContext, args: RiskNow) -> ToolResult:  # noqa: ARG001 - as every tool is called
    """How near to trouble the grid is now."""
    found = risk(context.live_source, RiskWish(context.utility_id, context.zone.key))
    points = found.found.points
    row = {
        "points": points.total, "level": points.level, "load": points.load, "peak_hour": points.peak_hour,
        "equipment": points.equipment, "network": points.network,
    }  # fmt: skip
    columns = (
        *(one.column for one in _RISK), Column("load", "Load over design peak", "number", 0, "of 40"),
        Column("peak_hour", "Hour of the daily peak", "number", 0, "of 20"),
        Column("equipment", "Equipment over 80 %", "number", 0, "of 25"),
        Column("network", "Beyond help by ties", "number", 0, "of 15"),
    )  # fmt: skip
    measured = "measured" if found.found.measured_at else "assumed"
    note = f"{ONLY} Present loads and switching, {found.found.temperature_c:g} °C ({measured})."
    return result_of(
        context, "Risk of a cascade now", pa.table({name: [value] for name, value in row.items()}), columns,
        as_of=found.at, note=note, goes=(view_go("Open the cascade", "cascade"),),
    )  # fmt: skip


_SHEET: Final = (
    Column("number", "Step", "count"), Column("instruction", "Do"), Column("restored", "Back", "count"),
    Column("out", "Still out", "count"), Column("feeder", "Heaviest feeder"), Column("line", "Heaviest line"),
    Column("voltage", "Lowest voltage"),
)  # fmt: skip


def _outage_meant(context: ToolContext, name: str) -> int | NamedAsset:
    """The outage of that number, or the one that lasts at that place; the thing itself where none is recorded at it.

    Raises:
        NoAnswer: there is no such thing; at a place none lasts, or more than one.
    """
    if re.fullmatch(r"\s*(?:outage\s*)?(?:no\.?|number|#)?\s*\d{1,18}\s*", name.lower()):
        return int(outage_row(context, number_of(name, "outage"))["outage_id"])
    asset = asset_of(context, name, (*PLACES, *FAULTED))
    if asset.kind not in PLACES:
        lasting = lasting_outages(context, place_of(context, ""))
        numbers = where(lasting, thing=asset.name)["outage_id"].to_pylist()
        return int(numbers[0]) if len(numbers) == 1 else asset
    place = place_of(context, name)
    numbers = lasting_outages(context, place)["outage_id"].to_pylist()
    if not numbers:
        raise NoAnswer(
            RefusalReason.NO_SUCH_ASSET,
            f"{told_place(place)} has no outage now, so there is no fault to isolate; name the line, pole, "
            f"transformer or "
            "device at which a fault is supposed, ask what happens if it fails, or which ties it has.",
        )
    if len(numbers) != 1:
        told = f" ({', '.join(map(str, numbers[:5]))})" if numbers else ""
        raise NoAnswer(
            RefusalReason.NO_SUCH_ASSET,
            f"{told_place(place)} has {len(numbers):,} outages now{told}: say which by its number.",
        )
    return int(numbers[0])


NO_STEP: Final = "Nothing to switch: what opened isolates the fault, and nothing behind it can be fed from elsewhere."


def isolation_study(context: ToolContext, args: IsolationOf) -> ToolResult:
    """Ordered steps that isolate the fault of an outage, or one that is supposed at a thing, and feed others."""
    meant = _outage_meant(context, args.name)
    found: OutageStudy | SupposedFault | str | None
    if isinstance(meant, NamedAsset):
        found = study_of_thing(context.live_source, context.utility_id, meant.kind, meant.asset_id)
        title, go = f"Isolation of a fault at {meant.name}", to_map(meant)
    else:
        found = study_of_outage(context.live_source, context.utility_id, meant, None)
        title = f"Isolation of outage {meant}"
        go = Go(f"Open the study of outage {meant}", ways.OUTAGES, outage_go(meant).asset, texts=(
            ("view", "active"), ("outage", str(meant)), ("outage_part", "isolation"),
        ))  # fmt: skip
    if found is None:
        raise NoAnswer(
            RefusalReason.NOT_IN_DATA,
            f"Nothing says which line has the fault of outage {meant}: pick one on the map, in its isolation study.",
        )
    if isinstance(found, str):
        raise NoAnswer(RefusalReason.NOT_IN_DATA, found)
    lines = switching_sheet(found.network, found.study)
    steps: list[dict[str, Any]] = [{one.key: getattr(line, one.key) for one in _SHEET} for line in lines]
    table = pa.Table.from_pylist(
        steps or [{"instruction": NO_STEP}],
        pa.schema([(one.key, pa.int64() if one.kind == "count" else pa.string()) for one in _SHEET]),
    )
    left = " ".join(unserved_in_words(found.network, found.study))
    supposed = f" at {meant.name}, which is supposed" if isinstance(meant, NamedAsset) else ""
    note = (
        f"{ONLY} Fault on line {_line_name(found)}{supposed}: {found.study.customers_lost:,} customers without supply, "
        f"{found.study.customers_restored:,} of them until it is switched.{' ' + left if left else ''}"
    )
    return result_of(
        context, title, table, _SHEET, place=f"Feeder {found.feeder_name}", as_of=found.as_of, note=note, goes=(go,),
    )  # fmt: skip


def _line_name(found: OutageStudy | SupposedFault) -> str:
    segments = found.network.segments
    return str(segments["segment_name"][segments.index(found.segment_id)])


_STORM: Final = (
    ToolQuantity(
        "is_declared", ("declared", "storm mode", "in storm"),
        Column("is_declared", "Declared", "flag", write=lambda row: "yes" if row["is_declared"] else "no"),
    ),
    ToolQuantity("storm_name", ("storm name", "called"), Column("storm_name", "Storm")),
    ToolQuantity("out_now", ("customer out in storm",), Column("out_now", "Customers out", "count"), "most"),
    ToolQuantity(
        "interrupted", ("customer interrupted in storm", "customer affected by storm"),
        Column("interrupted", "Out over 5 min since then", "count"), "most",
    ),
    ToolQuantity(
        "restored_pct", ("percent restored", "progress", "share restored"),
        Column("restored_pct", "Restored of those interrupted", "number", 0, "%"), "least",
    ),
    ToolQuantity("half_at", ("half restored", "half back"), Column("half_at", "Half are back", "datetime")),
    ToolQuantity("most_at", ("95 percent restored", "most restored"), Column("most_at", "95 % are back", "datetime")),
    ToolQuantity("all_at", ("all restored after storm", "storm over"), Column("all_at", "All are back", "datetime")),
    ToolQuantity(
        "waiting", ("waiting outage", "outage in queue"), Column("waiting", "Outages to be worked on", "count"), "most",
    ),
    ToolQuantity(
        "critical", ("critical customer in storm",), Column("critical", "Critical customers out", "count"), "most",
    ),
    ToolQuantity("working", ("crew working in storm",), Column("working", "Crews at work", "count")),
    ToolQuantity("available", ("crew free in storm",), Column("available", "Crews free", "count")),
    ToolQuantity(
        "work_hours", ("crew hour", "hour of work left"), Column("work_hours", "Work that waits", "number", 0, "h"),
        "most",
    ),
)  # fmt: skip


def storm_state(context: ToolContext, args: StormNow) -> ToolResult:  # noqa: ARG001 - as every tool is called
    """The storm as it stands, with when so many are back as likely as not."""
    picture = storm_picture(storm_tables(context.live_source, context.utility_id, context.now), context.now)
    at = {one.share: one.reached_at or one.p50_at for one in picture.milestones}
    record = picture.record
    row: dict[str, Any] = {
        "is_declared": picture.storm is not None,
        "storm_name": picture.storm["storm_name"] if picture.storm else None, "out_now": record.out_now,
        "interrupted": record.interrupted, "restored_pct": record.restored_pct, "half_at": at.get(0.5),
        "most_at": at.get(0.95), "all_at": at.get(1.0), "waiting": len(picture.priorities),
        "critical": picture.critical,
        "working": picture.working, "available": picture.available, "work_hours": picture.work_hours,
        "since": picture.from_at,
    }  # fmt: skip
    moments = ("half_at", "most_at", "all_at", "since")
    types = {name: pa.timestamp("us", "UTC") for name in moments} | {"storm_name": pa.string()}
    table = pa.table({name: pa.array([value], types.get(name)) for name, value in row.items()})
    note = "No storm is declared: what is out now, since twelve hours ago. " if picture.storm is None else ""
    note += (
        "Customers out are all who have no supply now; whoever is out for up to five minutes yet is not among those "
        "out over 5 min. Times are the median of 400 runs of the queue of outages for crews: as likely sooner as "
        "later; outages still to come are not in them."
    )
    columns = (*(one.column for one in _STORM), Column("since", "Counted since", "datetime"))
    return result_of(
        context, "Storm", table, columns, as_of=picture.at, note=note, goes=(view_go("Open Storm", "storm"),)
    )  # fmt: skip


def storm_queue(context: ToolContext, args: StormQueue) -> ToolResult:
    """Outages in the order in which crews get to them, and why."""
    picture = storm_picture(storm_tables(context.live_source, context.utility_id, context.now), context.now)
    rows = [
        {
            "order": one.order, "outage_id": one.row["outage_id"], "feeder_name": one.row["feeder_name"],
            "customers": one.customers, "why": one.why, "crew_name": one.crew["crew_name"] if one.crew else None,
            "arrives_at": one.arrives_at, "restored_at": one.restored_at,
        }
        for one in picture.priorities
    ]  # fmt: skip
    moment = pa.timestamp("us", "UTC")
    schema = pa.schema([
        ("order", pa.int64()), ("outage_id", pa.int64()), ("feeder_name", pa.string()), ("customers", pa.int64()),
        ("why", pa.string()), ("crew_name", pa.string()), ("arrives_at", moment), ("restored_at", moment),
    ])  # fmt: skip
    columns = (
        Column("order", "Next", "count"), Column("outage_id", "Outage"), Column("feeder_name", "Feeder"),
        Column("customers", "Customers", "count"), Column("why", "Why"), Column("crew_name", "Crew"),
        Column("arrives_at", "Arrives", "datetime"), Column("restored_at", "Back", "datetime"),
    )  # fmt: skip
    note = (
        "Outages that wait in their order, then those with a crew. Critical customers, danger to people and high "
        "priority by hand come first, then most customers an hour of crew; times are expected ones."
    )
    return result_of(
        context, "Outages by priority", pa.Table.from_pylist(rows, schema).slice(0, args.n), columns, as_of=picture.at,
        note=note, goes=(view_go("Open Storm", "storm"),), in_all=len(rows),
    )  # fmt: skip


SCENARIO_CHOICES: Final = (
    ToolChoice(("heat wave", "heatwave", "summer peak", "hot day", "heat", "hot summer day"),
        {"scenario": "summer_peak"}),
    ToolChoice(("winter storm", "ice storm", "cold snap", "deep freeze", "blizzard"), {"scenario": "winter_storm"}),
    ToolChoice(("hurricane", "tropical storm"), {"scenario": "hurricane"}),
    ToolChoice(("normal condition", "normal day", "normal"), {"scenario": "normal"}),
    ToolChoice(("present load", "load now", "current load"), {"loads": "present"}),
    ToolChoice(("design peak", "peak load"), {"loads": "peak"}),
    ToolChoice(("mean load", "average load"), {"loads": "mean"}),
)  # fmt: skip
_AFTER_STORM: Final = ("which outage should crews go to next", "list active outages", "available crews")
STUDY_TOOLS: Final[tuple[Tool[Any], ...]] = (
    Tool(
        "cascade_scenario",
        "What happens if a substation, feeder, device or line section fails: what spreads, customers lost, load taken "
        "over, time and cost; in normal weather, a heat wave, a winter storm or a hurricane.",
        CascadeOf, cascade_scenario, "study", ("substation", "feeder", "device", "transformer", "segment", "pole"),
            _SPREAD,
        choices=SCENARIO_CHOICES,
        words=("what happens if fail", "what if fail", "if fail", "happen if fail", "fail", "failure", "cascade",
            "if lose",
               "if trip", "what happen if lose", "what happen if trip", "goes down", "cascade if",
               "cascade scenario", "scenario", "trip", "cascade study", "lose", "loss of", "what if down",
               "what if goes out",
               "what if breaks", "blows", "burns", "collapses", "falls over", "is hit"),
        opens=12, examples=("what happens if SUB-001 fails in a heat wave",),
    ),
    Tool(
        "worst_failures", "Which failures of substations, feeders and sections are to be feared most (patient zero).",
        WorstFailures, worst_failures, "study", ("failure", "cascade"), _FEARED, choices=SCENARIO_CHOICES,
        words=("worst failure", "failure feared most", "patient zero", "most critical failure",
            "single point of failure",
               "worst single failure", "critical element", "weak point"),
        examples=("which failures are to be feared most in a heat wave",),
    ),
    Tool(
        "cascade_risk", "How near to trouble the grid is now: the risk of a cascade, 0 to 100, and its parts.",
        RiskNow, cascade_risk, "study", ("grid", "cascade", "system"), _RISK,
        words=("risk of cascade", "cascade risk", "grid risk", "near trouble", "risk now", "system risk"),
        examples=("what is the risk of a cascade now",),
    ),
    Tool(
        "isolation_study",
        "How the fault of an outage can be isolated and others fed from elsewhere, step by step; it operates nothing.",
        IsolationOf, isolation_study, "study", ("outage", "feeder", "transformer", "pole", "device", "segment"),
        words=("isolate", "isolated", "isolation plan", "isolate fault", "fault isolation", "isolation fault",
            "sectionalise fault",
            "isolation step", "how isolate", "fault", "isolation study", "isolate study", "study of isolation",
            "isolation",
            "switching sheet", "switching step", "switching plan",
            "how isolated", "restored by switching", "restore by switching", "back feed", "backfeed",
               "restored from elsewhere", "fed from elsewhere", "fed elsewhere",
               "sectionalise", "sectionalize", "feed from elsewhere"),
        examples=("how can outage 12 be isolated",),
    ),
    Tool(
        "storm_state",
        "The storm as it stands: declared or not, customers out and restored, when half, 95 % and all are back, crews.",
        StormNow, storm_state, "study", ("storm",), _STORM,
        words=("storm state", "storm stand", "storm going", "storm look", "storm status", "storm situation",
            "how is storm", "storm declared", "is a storm",
            "storm progress"),
        examples=("how does the storm stand", "is a storm declared"), then=_AFTER_STORM,
    ),
    Tool(
        "storm_queue", "Outages in the order in which crews should get to them, with why, crew and expected times.",
        StormQueue, storm_queue, "study", ("outage",),
        words=("outage next", "which outage next", "priority order", "outage by priority", "restoration order",
            "what next",
               "restoration priority", "where next", "crew go next"),
        examples=("which outage should crews go to next",), then=_AFTER_STORM,
    ),
)  # fmt: skip
