"""Several people at once: nobody waits for ever, a crew goes to one place, an order is done by one crew."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

from data_sources.commands.command import Command
from data_sources.errors import CommandError
from data_sources.field.orders import (
    AssignWorkOrder,
    CompleteWorkOrder,
    HoldWorkOrder,
    StartWorkOrder,
    UnassignWorkOrder,
)
from data_sources.outages.life import AssignCrew, CrewOnSite, ReleaseCrew, ReportOutage
from tests.data_sources.field.desk import FieldDesk, check_orders


def test_one_crew_is_wanted_by_everybody_at_once(desk: FieldDesk) -> None:
    orders = [desk.make(asset_id=asset) for asset in (22, 42, 23)]
    outages = [desk.give(ReportOutage(utility_id=1, device_id=device)) for device in (122, 123, 124)]
    orders += [desk.order_of(outage) for outage in outages]

    def work(seed: int) -> list[str]:
        chance, told = random.Random(seed), []
        for _ in range(40):
            try:
                desk.give(_any(chance, orders, outages))
            except CommandError as refusal:
                told.append(str(refusal))
        return told

    with ThreadPoolExecutor(6) as pool:
        told = [sentence for part in pool.map(work, range(6)) for sentence in part]
    assert not [one for one in told if "The database refused it" in one]
    check_orders(desk.source)


def _any(chance: random.Random, orders: list[int], outages: list[int]) -> Command:
    order, outage, crew = chance.choice(orders), chance.choice(outages), chance.choice([1, 2])
    return chance.choice([
        AssignWorkOrder(work_order_id=order, crew_id=crew), StartWorkOrder(work_order_id=order),
        HoldWorkOrder(work_order_id=order, reason="any"), UnassignWorkOrder(work_order_id=order),
        CompleteWorkOrder(work_order_id=order, found="it", found_code="wear", labour_hours=1),
        AssignCrew(outage_id=outage, crew_id=crew), CrewOnSite(outage_id=outage), ReleaseCrew(outage_id=outage),
    ])  # fmt: skip
