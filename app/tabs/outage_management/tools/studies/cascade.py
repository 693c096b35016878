"""What happens if one thing fails: what spreads, who stays without supply, what would help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa
from pydantic import BaseModel

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import asset_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import NamedAsset, ToolResult
from app.assistant.tools import NameText, Tool, ToolQuantity
from app.tabs.outage_management.cascade.asked import RunWish, StudyWish, followed, study_of
from app.tabs.outage_management.cascade.rows import standing_words
from app.tabs.outage_management.tools.studies.conditions import (
    LOADS,
    SCENARIO,
    SCENARIO_CHOICES,
    Loads,
    Scenario,
    under,
)
from app.tabs.outage_management.tools.words import ONLY, view_go
from app.widgets.column import Column
from data_sources.analytics.cascade.conditions import SCENARIOS
from data_sources.analytics.cascade.costs import CostParameters
from data_sources.analytics.cascade.transfer import TRANSFERRED
from data_sources.network.graph import load_network, load_open_devices
from data_sources.network.rows import NetworkError
from data_sources.network.trace import trace
from data_sources.studies.cascade.ground import SupplyGround
from data_sources.studies.cascade.sentences import of_action
from data_sources.studies.cascade.study import CascadeStudy, WorkHours
from data_sources.studies.isolation.of_outage import present_loads


class CascadeOf(BaseModel):
    """What fails, and under which conditions."""

    name: NameText
    scenario: Scenario = SCENARIO
    loads: Loads = LOADS
    quantity: str = ""


_SPREAD: Final = (
    ToolQuantity(
        "customers_lost", ("customer lost if fail", "customer lost", "customer lose until", "customer dark until",
            "customer stay dark",
            "customer stay out", "customer stay without", "customer until repair", "customer without supply until",
            "customer cannot fed", "cannot feed customer", "customer cannot be restored", "customer not restore",
            "customer cannot restore", "customer no supply until", "customer until fixed", "customer lose for good",
            "customer would lose", "customer lose if fail"),
        Column("customers_lost", "Without supply until repair", "count"), "most",
    ),
    ToolQuantity(
        "load_lost_mw", ("load lost if fail", "load lost", "mw lost", "lose mw", "lose load", "load drop",
            "drop load", "mw drop",
            "unserved mw", "unserved load", "mw not supplied", "load not supplied", "lost load", "unsupplied mw",
            "load shed", "load would lose"), Column("load_lost_mw", "Load lost", "number", 2,
            "MW"), "most",
    ),
    ToolQuantity(
        "customers_behind", ("customer behind", "customer fed through", "customer hang behind", "customer hang",
            "customer downstream",
            "customer depend", "customer fed by", "customer fed", ), Column("customers_behind",
            "Customers behind it", "count"), "most",
    ),
    ToolQuantity(
        "customers_first",
        ("customer out at first", "customer first", "initial customer", "customer initial", "customer immediately",
            "customer at once",
            "customer instantly", "customer start", "initial customer loss", "initial customer out",
            "customer dark first", "customer off immediately", "customer power at start", "customer off",
            "customer dark", "customer out initially", "customer lose power start",
                            "customer lose supply at first", "customer affected if fail",
         "customer interrupted if fail", "customer out if fail", "customer out", "customer lose power",
         "customer lose supply", "customer without power", "customer go dark", "customer lose power if fail"),
        Column("customers_first", "Lose supply at first", "count"), "most",
    ),
    ToolQuantity(
        "customers_picked_up",
        ("customer picked up", "customer transferable", "customer transferable tie", "customer pick up",
            "tie pick up",
            "customer tie could pick up", "pick up customer", "customer fed from elsewhere tie",
            "customer fed over tie", "customer fed over tie switch", "customer tie", "customer backfeed",
            "customer be back fed", "customer moved", "customer saved", "customer rescued",
            "customer picked up neighbour", "customer taken by neighbour",             "customer picked up by tie",
                "customer transferred", "customer taken over",
         "customer fed from elsewhere", "customer restored by switching", "customer restored switching",
         "customer could restored by switching if", "customer saved by tie", "customer restored by switching lost",
         "customer picked up lost", "customer picked up by switching",
         "customer backfed", "customer back fed", "customer taken by tie", "customer picked up by neighbour"),
        Column("customers_picked_up", "Picked up by ties", "count"),
    ),
    ToolQuantity("waves", ("number of wave", "wave", "round", "cascade round", "cascade step", "step spread",
        "step trouble spread",
        "spread", "spread wave", "wave of failure", "round of failure", "wave follow", "stage of cascade",
        "step of cascade", "cascade wave"), Column("waves", "Waves", "count"), "most"),
    ToolQuantity(
        "transferred_mw", ("taken over", "neighbour take over", "mw taken over", "mw transferred", "load transferred",
            "load picked up", "load picked up neighbour", "mw picked up", "mw shift", "load shift",
            "mw shifted other feeder", "load shifted other feeder", "power other carry", "load other carry",
            "load moved", "neighbour carry", "neighbouring feeder picked up load", "load taken over by neighbour",
            "load tie pick up", "mw neighbour take over", "shift to other feeder", "moved to other feeder",
            "load picked up by other feeder", "transferred load"),
        Column("transferred_mw", "Taken over by neighbours", "number", 2, "MW"),
    ),
    ToolQuantity(
        "hours_back", ("restored after fail", "hour until back", "until everybody back", "until all back",
            "time until back",
            "hour until restored", "time until restored", "hour to restoration", "full restoration",
            "hour to full restoration", "restoration time", "how long until back", "everybody back",
            "everybody power again", "after hour everybody power again", "time to restore", "hour to restore",
            "everybody restored", "hour back", "fully restored", "customer back", "restored",
            "how long until restored", "how long until everybody back", "long until everybody back",
            "long until back", "back after fail"), Column("hours_back", "All back after",
            "number", 1,
            "h"), "most",
    ),
    ToolQuantity(
        "cost_usd", ("cost if fail", "cost", "dollar cost", "price tag", "price", "money", "damage",
            "financial damage",
            "financial loss", "financial cost", "dollar", "dollar would cost", "expense", "damage in dollar",
            "bill", "cost us", "damage if fail"), Column("cost_usd", "Cost at assumed prices",
            "number", 0,
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
    network, opened = study.ground.network, load_open_devices(source, context.utility_id)
    if network.normally_open <= opened:  # no tie is closed: who is behind an open fuse is behind it all the same
        opened = network.normally_open
    behind = trace(network, asset.kind, asset.asset_id, "downstream", opened).customers
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
        f"{ONLY} {_part(study, asset, key)}{_course(row)}{under(args.scenario)}; loads: {args.loads}. "
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


CASCADE_TOOLS: Final[tuple[Tool[Any], ...]] = (
    Tool(
        "cascade_scenario",
        "What happens if a substation, feeder, device or line section fails: what spreads, customers lost, load taken "
        "over, time and cost; in normal weather, a heat wave, a winter storm or a hurricane.",
        CascadeOf, cascade_scenario, "study", ("substation", "feeder", "device", "transformer", "segment", "pole"),
            _SPREAD,
        choices=SCENARIO_CHOICES,
        words=("what happens if fail", "what if fail", "if fail", "happen if fail",
             "fail", "failed", "failing", "failure", "cascade", "contingency",
            "if lose",
               "if trip", "what happen if lose", "what happen if trip", "goes down", "cascade if",
               "cascade scenario", "scenario", "trip", "cascade study", "lose", "what if down",
               "what if goes out",
               "what if breaks", "blows", "burns", "collapses", "falls over", "is hit"),
        opens=12,
        needs=("fail", "failed", "failing", "failure", "cascade", "contingency", "scenario", "lose", "trip", "if",
            "would"),
        examples=("what happens if SUB-001 fails in a heat wave",),
    ),
)  # fmt: skip
