"""Statements over orders: pages agree with what is there, words find what they should, counts are those of the rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data_sources.field.orders import AssignWorkOrder, CancelWorkOrder, HoldWorkOrder, StartWorkOrder
from data_sources.outages.life import ReportOutage
from data_sources.paging import PagedQuery
from data_sources.query import Query
from tests.data_sources.field.desk import FieldDesk

TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def many(desk: FieldDesk) -> FieldDesk:
    for k in range(40):
        asset = (22, 42, 23, 27)[k % 4]
        desk.make(
            title=f"Work {k}: 100 % of P_{k}", asset_id=asset, priority=1 + k % 4, estimated_hours=1 + k % 7,
            due_on=None if k % 10 == 9 else TODAY + dt.timedelta(days=k % 9 - 4),
            work_type=("repair", "inspection")[k % 2],
        )  # fmt: skip
    return desk


def ask(desk: FieldDesk, sort_by: str = "due_on", *, falls: bool = False, words: str = "", offset: int = 0, limit: int = 50,
        **more: Any) -> tuple[list[dict[str, Any]], int]:  # fmt: skip
    values = {"shown": "open", "work_type": "", "status": "", "crew_id": -1, **more}
    paged = PagedQuery.of("work_orders_page", utility_id=1, **values)
    page = paged.page(sort_by, is_descending=falls, filter_text=words, offset=offset, limit=limit)
    (count,) = desk.source.fetch(paged.count(words)).to_pylist()
    return desk.source.fetch(page).to_pylist(), count["row_count"]


@pytest.mark.parametrize("falls", [False, True])
def test_every_sort_is_that_of_all_rows(many: FieldDesk, falls: bool) -> None:
    for sort_by in PagedQuery.of(
        "work_orders_page", utility_id=1, shown="all", work_type="", status="", crew_id=-1
    ).sorts:
        found, count = ask(many, sort_by, falls=falls)
        assert count == len(found) == 40
        values = [row[sort_by] for row in found]
        known = [one for one in values if one is not None]
        assert known == sorted(known, reverse=falls), sort_by
        assert values[: len(known)] == known, sort_by  # what is not said comes last
        parts = [
            row["work_order_id"]
            for k in range(0, 40, 7)
            for row in ask(many, sort_by, falls=falls, offset=k, limit=7)[0]
        ]
        assert parts == [row["work_order_id"] for row in found]


def test_words_are_looked_for_as_they_are(many: FieldDesk) -> None:
    number = ask(many, "work_order_id")[0][5]["work_order_id"]
    assert [row["work_order_id"] for row in ask(many, words=f"{number} work")[0]] == [number]
    assert [row["title"] for row in ask(many, words="P_17 100 %")[0]] == ["Work 17: 100 % of P_17"]
    assert ask(many, words="inspection p22")[1] == 0  # P22 has repairs alone
    assert ask(many, words="REPAIR P22")[1] == 10
    assert ask(many, words="%")[1] == 40
    assert ask(many, words="_99")[1] == 0


def test_groups_of_states(many: FieldDesk) -> None:
    first, second, third = (row["work_order_id"] for row in ask(many, "work_order_id")[0][:3])
    for number in (first, second):
        many.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    many.give(StartWorkOrder(work_order_id=first))
    many.give(CancelWorkOrder(work_order_id=third, reason="no"))
    assert ask(many)[1] == 39
    assert [row["work_order_id"] for row in ask(many, shown="over")[0]] == [third]
    assert ask(many, shown="all")[1] == 40
    assert {row["work_order_id"] for row in ask(many, crew_id=1)[0]} == {first, second}
    assert [row["crew_name"] for row in ask(many, status="in_progress")[0]] == ["Crew 1"]
    (figures,) = many.source.fetch(Query.of("work_order_figures", utility_id=1)).to_pylist()
    open_ones = ask(many)[0]
    assert figures["open"] == 39
    assert figures["late"] == sum(row["is_late"] for row in open_ones)
    assert (figures["under_way"], figures["on_hold"], figures["unassigned"]) == (1, 0, 37)
    assert figures["open_hours"] == pytest.approx(sum(row["estimated_hours"] for row in open_ones))
    crews = {row["crew_id"]: row for row in many.source.fetch(Query.of("field_crews", utility_id=1)).to_pylist()}
    assert (crews[1]["queued"], crews[1]["work_order_id"], crews[2]["queued"]) == (1, first, 0)
    many.give(HoldWorkOrder(work_order_id=first, reason="rain"))
    crews = {row["crew_id"]: row for row in many.source.fetch(Query.of("field_crews", utility_id=1)).to_pylist()}
    assert (crews[1]["queued"], crews[1]["work_order_id"]) == (2, None)


def test_figures_of_a_utility_without_orders_are_nought(desk: FieldDesk) -> None:
    (figures,) = desk.source.fetch(Query.of("work_order_figures", utility_id=1)).to_pylist()
    assert set(figures.values()) == {0}


def test_the_timeline_has_the_outage_too(desk: FieldDesk) -> None:
    def told(number: int) -> list[tuple[str, bool]]:
        rows = desk.source.fetch(Query.of("work_order_audit", work_order_id=number)).to_pylist()
        return [(row["action"], row["is_about_it"]) for row in rows]

    number = desk.make()
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    assert told(number) == [("assign_work_order", True), ("create_work_order", True)]
    outage = desk.give(ReportOutage(utility_id=1, device_id=122))
    desk.give(AssignWorkOrder(work_order_id=desk.order_of(outage), crew_id=2))
    assert told(desk.order_of(outage)) == [
        ("assign_work_order", True), ("assign_crew", False), ("report_outage", False),
    ]  # fmt: skip
