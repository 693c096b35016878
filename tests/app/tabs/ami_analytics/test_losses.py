"""Losses over the hand-made history: heads and metered transformers measured 4 % more than the meters registered."""

from __future__ import annotations

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from bokeh.events import Tap

from app.tabs.ami_analytics.losses import rows
from app.tabs.ami_analytics.losses.scan import NO_EVIDENCE, FeederSearches, Found, Names, Scans, Search
from app.tabs.ami_analytics.losses.view import LossesView
from data_sources.analytics.suspects.found import Suspect
from data_sources.errors import Withdrawn
from data_sources.history import losses
from data_sources.history.scope import Scope
from data_sources.query import Query
from data_sources.source import Health
from data_sources.warehouse.duckdb import DuckSource
from tests.app.tabs.ami_analytics.desk import Desk
from tests.app.tabs.ami_analytics.fixtures import desk, history  # noqa: F401  # pytest finds them by name

WAIT_S = 60.0
PERIOD = (dt.date(2026, 3, 7), dt.date(2026, 3, 10))
THIEF = Suspect("theft", 7, 3, 2, True, 0.97, True, "It follows transformer 4 rather than transformer 3.", NO_EVIDENCE)


def wait_for_end(scans: Scans, search: Search) -> Found:
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        scan = scans.get(search)
        assert scan is not None
        if not scan.seen().is_running:
            return scan.found
        time.sleep(0.02)
    raise AssertionError("The search did not end.")


def truth(*found: tuple[int, str, bool]) -> pa.Table:
    return pa.table(
        {
            "meter_id": pa.array([meter for meter, _, _ in found], pa.int32()),
            "kind": pa.array([kind for _, kind, _ in found], pa.string()),
            "is_metered": pa.array([is_metered for *_, is_metered in found], pa.bool_()),
            "feeder_id": pa.array([2] * len(found), pa.int32()),
        }
    )


def test_scores_are_apart_for_the_two_groups() -> None:
    other = replace(THIEF, meter_id=8, is_metered=False)
    found = Found((THIEF, other), truth=truth((7, "theft", True), (9, "theft", False)), feeders_done=1, feeders=1)
    table = rows.scores_table(found)
    assert table is not None
    theft = {row["group"]: row for row in table.to_pylist() if row["kind"] == "Theft"}
    own, head = theft["Transformer's own meter"], theft["Feeder head only"]
    assert (own["precision_pct"], own["recall_pct"]) == (100.0, 100.0)
    assert (head["flagged"], head["hits"], head["precision_pct"], head["recall_pct"]) == (1, 0, 0.0, 0.0)


def test_without_truth_there_are_no_scores() -> None:
    assert rows.scores_table(Found((THIEF,), truth=None)) is None
    assert rows.scores_table(Found((THIEF,), truth=truth())) is None


def test_reasons_speak_of_transformers_by_name() -> None:
    names = Names(transformers={3: "TX-0002-003", 4: "TX-0002-004"})
    assert names.in_words(THIEF.why) == "It follows TX-0002-004 rather than TX-0002-003."
    table = rows.suspects_table([THIEF], names).to_pylist()[0]
    assert (table["meter_name"], table["transformer_name"], table["score_pct"]) == ("meter 7", "TX-0002-003", 97.0)


@pytest.mark.parametrize(
    ("losses_pct", "tone"), [(None, "normal"), (3.0, "normal"), (-1.0, "warning"), (7.0, "warning"), (12.0, "bad")]
)
def test_a_loss_rate_is_loud_only_where_it_is_abnormal(losses_pct: float | None, tone: str) -> None:
    assert rows.loss_tone(losses_pct) == tone


def test_balances_and_the_hours_of_the_worst(desk: Desk) -> None:  # noqa: F811
    view = desk.show(LossesView)
    balance = view.parts["feeders"]
    listed = balance.table.shown.to_pylist()
    assert {row["feeder_name"] for row in listed} == {"F0001", "F0002"}
    assert view.parts["feeders"].rank_chart.source.data["name"][0] == listed[0]["feeder_name"]
    assert balance.table.picked == str(listed[0]["feeder_id"])
    assert balance.lines.source.data["at"].size == 71  # 24 + 23 + 24 hours
    desk.choose(losses="transformers")
    names = view.parts["transformers"].table.shown["transformer_name"].to_pylist()
    assert sorted(names) == ["TX-0001-001", "TX-0002-003"]
    assert np.isfinite(view.parts["transformers"].lines.source.data["left0"]).any()


def test_a_bar_of_the_ranking_clicked_drives_the_table_and_the_hours(desk: Desk) -> None:  # noqa: F811
    balance = desk.show(LossesView).parts["feeders"]
    second = balance.table.shown.to_pylist()[1]
    figure = balance.rank_chart.figure
    figure._trigger_event(Tap(figure, x=0.1, y=0.5))  # the lowest bar of two: the second of the list
    desk.settle()
    assert balance.table.picked == str(second["feeder_id"])
    assert second["feeder_name"] in balance.course.heading.html


def test_the_caption_and_the_file_follow_the_order_of_the_table(desk: Desk) -> None:  # noqa: F811
    """Of a newcomer's walk: "worst first" stood over rows sorted by something else, and the file had another order."""
    balance = desk.show(LossesView).parts["feeders"]
    assert "worst first" in balance.list.heading.html
    for is_descending, words in (
        (True, "by Sent out, kWh: largest first"),
        (False, "by Sent out, kWh: smallest first"),
    ):
        balance.table.param.update(sort_by="head_kwh", is_descending=is_descending)
        assert words in balance.list.heading.html
        sent = balance.taken()["head_kwh"].to_pylist()
        assert sent == sorted(sent, reverse=is_descending)


def test_one_feeder_is_searched_at_once(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="feeder", scope_id=2, losses="suspects")
    part = desk.show(LossesView).parts["suspects"]
    assert part._found is not None
    found = part._found[1]
    assert found.is_done
    assert 7 in {suspect.meter_id for suspect in found.suspects}  # it reads zero all the time
    assert found.names.meter(7) == "MTR-0007"
    scores = part.scores_list.shown
    assert scores.num_rows == 6  # three kinds, two groups
    assert "Simulated" in part.scores.heading.html


def test_a_metered_transformer_is_balanced_by_its_own_meter(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="transformer", scope_id=3)
    view = desk.show(LossesView)
    assert "TX-0002-003 has a meter of its own" in view.bar.html
    assert "Measured" in view.figures.html
    hours = view.parts["transformers"].lines.source.data
    assert len(hours["at"]) == 71
    np.testing.assert_allclose(hours["left0"], 1.04 * hours["left1"], rtol=1e-3)
    assert view._course_place[0] is view.parts["transformers"].course.view
    part = view.parts["suspects"]
    assert {row["meter_name"] for row in part.tables["close"].shown.to_pylist()} >= {"MTR-0007"}
    assert {query.name for query in desk.history.asked} >= {"ami_transformer_balances", "ami_loss_readings"}


def test_a_transformer_without_a_meter_says_so_and_shows_its_feeder(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="transformer", scope_id=2)
    view = desk.show(LossesView)
    assert "TX-0001-002 has no meter of its own, so this is the balance of its feeder, F0001." in view.bar.html
    assert view._course_place[0] is view.parts["feeders"].course.view
    assert "F0001" in view.parts["feeders"].course.heading.html
    assert len(view.parts["feeders"].lines.source.data["at"]) == 71
    desk.choose(scope="feeder", scope_id=1)  # and back to the parts
    assert "Transformer balance" in view.bar.html
    assert view._stage[0] is view.parts["feeders"].view


def test_what_speaks_against_a_meter_comes_with_its_evidence(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="meter", scope_id=7)
    view = desk.show(LossesView)
    part = view.parts["suspects"]
    signs = part.tables["close"].shown.to_pylist()
    assert {row["meter_id"] for row in signs} == {7}
    assert "Stuck meters" in {row["kind"] for row in signs}
    assert "What speaks against MTR-0007" in part.list.heading.html
    assert len(part.evidence.lines.source.data["at"]) > 0
    assert "this is the balance of TX-0002-003" in view.bar.html


def test_a_meter_that_nothing_speaks_against_is_said_so_in_one_sentence(desk: Desk) -> None:  # noqa: F811
    desk.choose(scope="meter", scope_id=2)
    part = desk.show(LossesView).parts["suspects"]
    assert "Nothing speaks against MTR-0002" in part.list.veil.html
    assert desk.tab.failure is None


def test_many_feeders_wait_for_a_word(desk: Desk) -> None:  # noqa: F811
    desk.choose(losses="suspects")
    part = desk.show(LossesView).parts["suspects"]
    assert "Search these feeders" in part.progress.html
    assert "Not searched yet" in part.nothing.html


def test_a_job_under_way_says_how_far_it_is() -> None:
    found = Found(feeders_done=30, feeders=420, is_running=True, seconds_left=240.0)
    line = rows.progress(found, has_begun=True, is_old=False)
    assert "largest losses first: 30 of 420 feeders, about 4 min left" in line
    assert "Stop" in line
    halted = rows.progress(replace(found, is_running=False), has_begun=True, is_old=False)
    assert "Stopped after 30 of 420 feeders." in halted
    assert "Go on" in halted


def test_a_job_begins_where_most_is_lost(history: DuckSource) -> None:  # noqa: F811
    order = losses.feeders_by_loss(history, Scope(1), *PERIOD)
    rates = history.fetch(losses.feeder_losses_query(Scope(1), *PERIOD))
    assert order == rates["feeder_id"].to_pylist()
    assert rates["losses_pct"].to_pylist() == sorted(rates["losses_pct"].to_pylist(), reverse=True)


def test_a_job_searches_all_feeders_and_is_shared(history: DuckSource) -> None:  # noqa: F811
    scans, search = Scans(), Search(Scope(1), *PERIOD)
    first = scans.start(history, search, (1,))
    found = wait_for_end(scans, search)
    assert (found.feeders_done, found.feeders, found.message) == (2, 2, "")
    assert all(not suspect.evidence.series for suspect in found.suspects)
    assert found.truth is not None
    assert sorted(found.truth["meter_id"].to_pylist()) == [7, 10]
    assert {suspect.kind for suspect in found.suspects} <= {"theft", "stuck", "wrong_transformer"}
    assert scans.start(history, search, (1,)) is first  # nothing new landed: the same answer
    assert scans.start(history, search, (2,)) is not first  # the history has grown: searched again
    assert wait_for_end(scans, search).version == (2,)


class Counted:
    """A history that counts what it is asked; the first question waits until it is let go."""

    dialect = "snowflake"

    def __init__(self, source: DuckSource) -> None:
        self.source, self.asked = source, 0
        self.let_go = threading.Event()

    def fetch(self, query: Query) -> pa.Table:
        self.asked += 1
        assert self.let_go.wait(WAIT_S)
        return self.source.fetch(query)

    def health(self) -> Health:
        return self.source.health()


def test_a_feeder_that_many_ask_for_is_searched_once(history: DuckSource) -> None:  # noqa: F811
    search, feeders, source = Search(Scope(1, feeder_id=2), *PERIOD), FeederSearches(), Counted(history)
    with ThreadPoolExecutor(5) as pool:
        ways = [feeders.kept, feeders.fresh, feeders.kept, feeders.fresh, feeders.kept]
        answers = [pool.submit(way, source, search, (1,)) for way in ways]
        while not source.asked:
            time.sleep(0.01)
        time.sleep(0.2)  # for the others to come as far
        source.let_go.set()
        found = {id(answer.result(WAIT_S)) for answer in answers}
    once = source.asked
    feeders.kept(source, search, (1,))
    assert source.asked == once  # kept
    feeders.kept(source, search, (2,))
    assert source.asked == 2 * once  # the history has grown
    feeders.fresh(source, search, (2,))
    assert source.asked == 3 * once  # asked for anew
    alone = Counted(history)
    alone.let_go.set()
    FeederSearches().fresh(alone, search, (1,))
    assert (len(found), once) == (1, alone.asked)


class Leaving(Counted):
    """Somebody who asks, and goes away before the answer comes."""

    def fetch(self, query: Query) -> pa.Table:
        super().fetch(query)
        raise Withdrawn("Nobody waits any more.")


def test_who_waits_for_a_search_outlives_the_one_who_began_it(history: DuckSource) -> None:  # noqa: F811
    search, feeders = Search(Scope(1, feeder_id=2), *PERIOD), FeederSearches()
    leaving, staying = Leaving(history), Counted(history)
    staying.let_go.set()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(feeders.kept, leaving, search, (1,))
        while not leaving.asked:
            time.sleep(0.01)
        second = pool.submit(feeders.kept, staying, search, (1,))
        time.sleep(0.2)
        assert not staying.asked
        leaving.let_go.set()
        assert isinstance(first.exception(WAIT_S), Withdrawn)
        assert second.result(WAIT_S).is_done
