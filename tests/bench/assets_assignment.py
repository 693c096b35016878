"""Whole-board assignment of 300 orders to 100 crews, for the bench of assets.

A town of 60 by 60 km; crews with what the demo's have (two skills each, two to four people, a shift of ten hours of
which nine are left), a third of them at work for up to two hours; orders of half an hour to four hours, a tenth urgent,
three tenths due. Nothing is in a queue yet, so that all 300 are placed anew.
"""

from __future__ import annotations

import time

import numpy as np

from data_sources.analytics.dispatch.board import assign_board
from data_sources.analytics.dispatch.places import CrewShifts, OrdersToPlace, Travel, empty_queues
from tests.bench.report import Report

ORDERS, CREWS, SKILLS, ACROSS_KM, RUNS = 300, 100, 6, 60.0, 5


def measure_assignment(_: int, report: Report) -> None:
    """Best of some runs, compiled."""
    rng = np.random.default_rng(11)
    orders, crews = _orders(rng), _crews(rng)
    took = []
    for _run in range(RUNS + 1):
        began = time.perf_counter()
        plan = assign_board(orders, crews, empty_queues(CREWS), np.arange(ORDERS), Travel())
        took.append(time.perf_counter() - began)
    report.put("assignment_s", min(took[1:]))
    report.note(
        f"{ORDERS} orders, {CREWS} crews: {ORDERS - len(plan.unplaced)} placed in {plan.rounds} rounds and {plan.moves} moves"
    )


def _orders(rng: np.random.Generator) -> OrdersToPlace:
    is_due = rng.random(ORDERS) < 0.3
    return OrdersToPlace(
        rng.uniform(0, ACROSS_KM, ORDERS), rng.uniform(0, ACROSS_KM, ORDERS), rng.uniform(30, 240, ORDERS),
        rng.integers(0, SKILLS, ORDERS), rng.choice([0, 1, 2], ORDERS, p=[0.1, 0.3, 0.6]), np.zeros(ORDERS),
        np.where(is_due, rng.uniform(120, 540, ORDERS), np.inf), rng.integers(1, 3, ORDERS),
        rng.random(ORDERS) < 0.05, np.zeros(ORDERS, np.bool_),
    )  # fmt: skip


def _crews(rng: np.random.Generator) -> CrewShifts:
    skills = (1 << rng.integers(0, SKILLS, CREWS)) | (1 << rng.integers(0, SKILLS, CREWS))
    free = np.where(rng.random(CREWS) < 0.33, rng.uniform(0, 120, CREWS), 0.0)
    return CrewShifts(
        rng.uniform(0, ACROSS_KM, CREWS), rng.uniform(0, ACROSS_KM, CREWS), free, np.full(CREWS, 540.0), skills,
        rng.integers(2, 5, CREWS), np.zeros(CREWS),
    )  # fmt: skip
