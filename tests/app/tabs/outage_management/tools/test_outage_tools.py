"""What the assistant answers of outages is what independent statements say, now and in the past."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue
from app.tabs.outage_management.tools import OUTAGE_TOOLS
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import AssignCrew, PlanOutage, ReportOutage, SetCause, SetEstimate
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.assistant.knowing import LiveKnown
from tests.conftest import CopyOf

CATALOGUE = Catalogue(OUTAGE_TOOLS)
ALL = ["unplanned", "planned", "loss_of_supply"]
MARIA = Principal("maria", "operator")


def ask(source: PostgresSource, tool: str, **values: Any) -> ToolResult:
    found = CATALOGUE.get(tool).call(turn(source), values)
    assert {column.key for column in found.columns} <= set(found.table.column_names)
    return found


def row(source: PostgresSource, tool: str, **values: Any) -> dict[str, Any]:
    (one,) = ask(source, tool, **values).table.to_pylist()
    return dict(one)


@pytest.fixture(scope="module")
def known(demo: PostgresSource, tmp_path_factory: pytest.TempPathFactory) -> LiveKnown:
    return LiveKnown(demo, tmp_path_factory.mktemp("known"))


@pytest.fixture(scope="module")
def dark(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    """Two outages, one with a crew and an estimate, a predicted and a planned one."""
    with copy_of(demo_template) as source:
        commands, now = Commands(source), dt.datetime.now(dt.UTC)
        with source.connection() as connection:
            cursor = connection.execute(
                b"SELECT min(device_id) FROM flux.devices WHERE kind = 'fuse' GROUP BY feeder_id ORDER BY feeder_id LIMIT 4"
            )
            fuses = [number for (number,) in cursor.fetchall()]
        begun = now - dt.timedelta(hours=3)
        first = commands.run(ReportOutage(utility_id=1, device_id=fuses[0], started_at=begun), by=MARIA).target.id
        commands.run(ReportOutage(utility_id=1, device_id=fuses[1], cause="weather"), by=MARIA)
        commands.run(ReportOutage(utility_id=1, device_id=fuses[2], is_confirmed=False), by=MARIA)
        starts = now + dt.timedelta(days=2)
        commands.run(
            PlanOutage(
                utility_id=1, device_id=fuses[3], planned_start_at=starts, planned_end_at=starts + dt.timedelta(hours=2)
            ),
            by=MARIA,
        )
        commands.run(AssignCrew(outage_id=first, crew_id=2), by=MARIA)
        late = SetEstimate(outage_id=first, estimated_restoration_at=now - dt.timedelta(minutes=5), reason="said so")
        commands.run(late, by=MARIA)
        commands.run(SetCause(outage_id=first, cause="animal"), by=MARIA)
        yield source


def test_figures_of_now_are_the_known_ones(dark: PostgresSource, tmp_path: Path) -> None:
    known = LiveKnown(dark, tmp_path)
    names = ("", "F0001", "F0002", "SUB-001", "SUB-003")
    for place in names:
        mine, meant = row(dark, "outages_now", place=place), known.row("outages_now", place=place)
        for name in ("outages", "customers_out", "critical_out", "without_crew", "past_etr", "first_etr", "last_etr"):
            assert mine[name] == meant[name], (place, name)
    assert row(dark, "outages_now")["outages"] == 2
    assert row(dark, "outages_now")["longest_minutes"] == pytest.approx(180, abs=6)
    now = row(dark, "outages_now")
    assert now["crewed_pct"] == pytest.approx(50)
    listed = ask(dark, "active_outages").table.to_pylist()
    assert now["mean_minutes"] == pytest.approx(sum(one["minutes"] for one in listed) / 2, abs=6)
    lost = [row(dark, "outage_facts", name=str(one["outage_id"]))["customer_minutes"] for one in listed]
    assert now["customer_minutes"] == pytest.approx(sum(lost), rel=0.02)
    assert row(dark, "active_outages", is_count=True, crew="none")["how_many"] == 1
    assert row(dark, "active_outages", is_count=True, etr="past")["how_many"] == 1
    assert row(dark, "active_outages", is_count=True, cause="animal")["how_many"] == 1


def test_lists_of_now_are_the_known_ones(dark: PostgresSource, tmp_path: Path) -> None:
    known = LiveKnown(dark, tmp_path)
    for place, n in (("", 1000), ("", 1), ("F0001", 1000), ("SUB-001", 1000)):
        mine = ask(dark, "active_outages", place=place, n=n).table
        meant = known.rows("outages_active", place=place, n=n)
        assert mine["outage_id"].to_pylist() == [one["outage_id"] for one in meant]
    mine = ask(dark, "out_by_feeder").table.select(["feeder_name", "customers_out"]).to_pylist()
    assert mine == known.rows("out_by_feeder", n=100)
    assert ask(dark, "active_outages", by="minutes", n=1).table["minutes"][0].as_py() > 174


def test_what_waits_is_the_known(dark: PostgresSource, tmp_path: Path) -> None:
    meant = LiveKnown(dark, tmp_path).row("outages_waiting")
    for state in ("predicted", "planned"):
        assert row(dark, "coming_outages", state=state, is_count=True)["how_many"] == meant[state] == 1
    assert row(dark, "coming_outages", state="planned", n=1)["planned_start_at"] == meant["next_planned"]


def test_one_outage_tells_its_facts(dark: PostgresSource) -> None:
    first = ask(dark, "active_outages", cause="animal").table["outage_id"][0].as_py()
    for name in (str(first), f"outage {first}", f"Outage #{first}"):
        facts = row(dark, "outage_facts", name=name)
        assert (facts["cause"], facts["state"], facts["crew_name"]) == ("animal", "crew_assigned", "Crew-002")
    for wrong in ("999999", "F0001", "outage twelve"):
        with pytest.raises(NoAnswer) as caught:
            ask(dark, "outage_facts", name=wrong)
        assert caught.value.reason is RefusalReason.NO_SUCH_ASSET


@pytest.mark.parametrize("place", ["", "F0002", "SUB-001"])
@pytest.mark.parametrize("period", ["this_year", "last_year", "last_month", "last_90_days"])
def test_outages_of_a_period_are_the_known_ones(
    demo: PostgresSource, known: LiveKnown, place: str, period: str
) -> None:  # fmt: skip
    asked = {"place": place, "period": period, "cause": "equipment"}
    every, lasting = (known.row("outages_of_period", **asked, longer_than=minutes) for minutes in (-1, 5))
    count = row(demo, "past_outages", place=place, period=period, is_count=True)
    assert (count["how_many"], count["sustained"]) == (every["outages"], lasting["outages"])
    assert row(demo, "past_outages", **asked, is_count=True)["how_many"] == every["by_cause"]
    sums = row(demo, "outage_sums", place=place, period=period)
    assert (sums["customers"], sums["outages"]) == (every["customers"], every["outages"])
    assert sums["mean_minutes"] == pytest.approx(every["mean_minutes"])
    longest = row(demo, "past_outages", place=place, period=period, by="minutes", n=1)
    largest = row(demo, "past_outages", place=place, period=period, by="customers", n=1)
    assert longest["minutes"] == pytest.approx(60 * every["longest_h"])
    assert (largest["customers"], largest["outage_id"]) == (every["largest"], every["largest_id"])


def test_causes_and_feeders_of_a_period_are_the_known_ones(demo: PostgresSource, known: LiveKnown) -> None:
    causes = ask(demo, "outages_by_cause", period="this_year").table
    meant = known.rows("causes_of_period", place="", period="this_year", n=100, longer_than=-1)
    told = causes.select(["cause", "outages", "customers"]).to_pylist()
    assert sorted(told, key=str) == sorted(meant, key=str)
    feeders = ask(demo, "outages_by_feeder", period="this_year", n=3).table
    counts = [one["outages"] for one in known.rows("feeders_by_outages", period="this_year", n=3, longer_than=-1)]
    assert feeders["outages"].to_pylist() == counts[:3]
    assert len(ask(demo, "outages_by_feeder", period="today").table) == 8  # those without any, too


@pytest.mark.parametrize("place", ["", "F0004", "SUB-003"])
@pytest.mark.parametrize("period", ["this_year", "last_year"])
def test_indices_are_the_known_ones(demo: PostgresSource, known: LiveKnown, place: str, period: str) -> None:
    meant = known.row("indices", place=place, kinds=ALL, period=period, with_open=True)
    mine = row(demo, "reliability_indices", place=place, period=period)
    named = {
        "saidi_minutes": "saidi", "saifi": "saifi", "caidi_minutes": "caidi", "maifi": "maifi",
        "customer_minutes": "customer_minutes", "customer_hours": "customer_hours", "interruptions": "interruptions",
        "asai_pct": "asai_pct",
    }  # fmt: skip
    for name, other in named.items():
        assert mine[name] == pytest.approx(meant[other], rel=1e-3), name


def test_feeders_by_an_index_are_the_known_ones(demo: PostgresSource, known: LiveKnown) -> None:
    asked = {"kinds": ALL, "with_open": False, "period": "last_year", "n": 100}
    for by, key, sign, order in (("saidi", "saidi_minutes", -1, "most"), ("saifi", "saifi", 1, "least")):
        meant = known.rows("feeders_by_index", **asked, by=by, sign=sign)
        mine = ask(demo, "feeders_by_index", period="last_year", by=key, order=order).table
        assert mine["feeder_name"].to_pylist() == [one["feeder_name"] for one in meant]
        assert mine[key].to_pylist() == pytest.approx([one["value"] for one in meant])


def test_a_year_can_be_held_against_the_one_before_and_major_event_days_left_out(demo: PostgresSource) -> None:
    both = row(demo, "reliability_indices", period="this_year", is_compared=True)
    assert both["saidi_minutes_before"] > 0
    without = row(demo, "reliability_indices", period="this_year", part="without_major")
    days = ask(demo, "major_event_days", period="this_year").table
    assert len(days) == row(demo, "major_event_days", period="this_year", is_count=True)["how_many"] > 0
    gone = sum(days["saidi_minutes"].to_pylist())
    assert without["saidi_minutes"] == pytest.approx(both["saidi_minutes"] - gone)
    feeders = ask(demo, "feeders_by_index", period="this_year", part="without_major").table
    weight = sum(one["saidi_minutes"] * one["customers_served"] for one in feeders.to_pylist())
    assert weight / without["customers_served"] == pytest.approx(without["saidi_minutes"])
    months = ask(demo, "reliability_by_month", period="this_year").table
    assert sum(months["saidi_minutes"].to_pylist()) == pytest.approx(both["saidi_minutes"])


def test_calls_count_by_period_and_place(demo_source: PostgresSource, tmp_path: Path) -> None:
    with demo_source.connection() as connection:
        connection.execute(
            b"INSERT INTO flux.trouble_calls (utility_id, meter_id, transformer_id, lon, lat, called_at, symptom, taken_by) "
            b"SELECT 1, meter_id, transformer_id, lon, lat, now() - interval '2 days' * (meter_id % 2), "
            b"CASE WHEN meter_id % 3 = 0 THEN 'wire_down' ELSE 'no_supply' END, 'maria' FROM flux.meters WHERE meter_id <= 10"
        )
    known = LiveKnown(demo_source, tmp_path)
    for period in ("today", "last_7_days", "yesterday"):
        meant = known.row("calls_open", period=period)
        assert row(demo_source, "trouble_calls", period=period, is_count=True)["how_many"] == meant["calls"]
    meant = known.row("calls_open", period="today")
    assert row(demo_source, "trouble_calls", is_count=True)["how_many"] == meant["open_calls"] > 5
    feeder = ask(demo_source, "trouble_calls").table["feeder_name"][0].as_py()
    assert row(demo_source, "trouble_calls", is_count=True, place=feeder)["how_many"] > 0
    wires = row(demo_source, "trouble_calls", is_count=True, symptom="wire_down")["how_many"]
    assert 0 < wires < meant["open_calls"]
    assert not {"caller_name", "caller_phone"} & set(ask(demo_source, "trouble_calls").table.column_names)


@pytest.mark.parametrize(
    "tool",
    ["reliability_indices", "feeders_by_index", "reliability_by_month", "major_event_days", "past_outages",
     "outage_sums", "outages_by_cause", "outages_by_feeder"],
)  # fmt: skip
def test_what_is_not_on_record_is_no_zero(demo: PostgresSource, tool: str) -> None:
    """SAIDI of a year before the record was told as 0 minutes."""
    with pytest.raises(NoAnswer, match="The record of outages begins in") as caught:
        ask(demo, tool, period="1995")
    assert caught.value.reason is RefusalReason.NOT_IN_DATA
    with pytest.raises(NoAnswer) as caught:
        ask(demo, tool, period="2060")
    assert caught.value.reason is RefusalReason.NOT_KNOWN_YET


def test_outages_that_were_over_in_a_period_are_no_others(dark: PostgresSource) -> None:
    with dark.connection() as connection:
        day = b"date_trunc('day', now() AT TIME ZONE 'America/Chicago') AT TIME ZONE 'America/Chicago'"
        query = (
            b"SELECT count(*) FROM flux.outages WHERE utility_id = 1 AND state IN ('restored', 'closed') AND restored_at >= "
            b"date_trunc('year', now() AT TIME ZONE 'America/Chicago') AT TIME ZONE 'America/Chicago' AND restored_at < "
        )
        ((before,),) = connection.execute(query + day).fetchall()
        ((until_now,),) = connection.execute(query + b"now()").fetchall()
    assert row(dark, "restored_outages", period="this_year", is_count=True)["how_many"] == until_now
    assert row(dark, "restored_outages", period="today", is_count=True)["how_many"] == until_now - before
    listed = ask(dark, "restored_outages", period="this_year").table.to_pylist()
    assert all(one["restored_at"] is not None for one in listed)


def test_active_outages_by_their_state_and_whether_one_is_restored(dark: PostgresSource) -> None:
    with dark.connection() as connection:
        query = b"SELECT count(*) FROM flux.outages WHERE utility_id = 1 AND state = 'confirmed'"
        ((confirmed,),) = connection.execute(query).fetchall()
        ((lasting,),) = connection.execute(b"SELECT min(outage_id) FROM flux.outages WHERE is_active").fetchall()
    assert row(dark, "active_outages", state="confirmed", is_count=True)["how_many"] == confirmed
    told = ask(dark, "outage_facts", name=str(lasting), quantity="is_restored")
    assert told.table["is_restored"].to_pylist() == [False]
    assert "back" in told.note


_OUTAGES: bytes = b"""
    SELECT o.outage_id, c.crew_name, d.device_name, d.kind, o.restored_at > o.estimated_restoration_at
    FROM flux.outages AS o LEFT JOIN flux.crews AS c USING (crew_id) LEFT JOIN flux.devices AS d USING (device_id)
    WHERE o.utility_id = 1 AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
        AND (o.started_at AT TIME ZONE 'America/Chicago')::date
            BETWEEN make_date(%(year)s, 1, 1) AND make_date(%(year)s, 12, 31)
"""


def test_who_was_sent_what_opened_and_whether_the_estimate_was_kept_are_the_rows_own(demo: PostgresSource) -> None:
    year = dt.datetime.now(dt.UTC).year - 1
    with demo.connection() as connection:
        rows = connection.execute(_OUTAGES, {"year": year}).fetchall()
    assert rows
    period = str(year)
    late = [number for number, *_, is_late in rows if is_late]
    told = ask(demo, "past_outages", period=period, promise="late").table["outage_id"].to_pylist()
    assert sorted(told) == sorted(late)
    kept = sum(is_late is False for *_, is_late in rows)
    assert row(demo, "past_outages", period=period, promise="in_time", is_count=True)["how_many"] == kept
    at_breaker = sum(kind == "breaker" for _, _, _, kind, _ in rows)
    assert row(demo, "past_outages", period=period, device_kind="breaker", is_count=True)["how_many"] == at_breaker
    for group, at in (("crew", 1), ("device", 2), ("device_kind", 3)):
        found = ask(demo, "outages_grouped", period=period, group=group).table.to_pylist()
        counts = Counter(one[at] or f"no {group.partition('_')[0]}" for one in rows)
        assert {one["group"]: one["outages"] for one in found} == counts


def test_one_outage_tells_whether_its_estimate_was_kept(demo: PostgresSource) -> None:
    with demo.connection() as connection:
        known = connection.execute(
            b"SELECT DISTINCT ON (late) outage_id, restored_at > estimated_restoration_at AS late FROM flux.outages "
            b"WHERE restored_at IS NOT NULL AND estimated_restoration_at IS NOT NULL ORDER BY late, outage_id"
        ).fetchall()
    assert known
    for number, is_late in known:
        told = row(demo, "outage_facts", name=f"outage {number}")
        assert (told["is_late"], told["is_in_time"]) == (is_late, not is_late)


def test_transformers_by_their_outages_are_the_known_ones(demo: PostgresSource) -> None:
    year = dt.datetime.now(dt.UTC).year - 1
    with demo.connection() as connection:
        known = dict(connection.execute(
            b"""
            SELECT t.transformer_name, count(DISTINCT o.outage_id)
            FROM flux.outages AS o JOIN flux.interruptions AS i USING (outage_id)
            JOIN flux.transformers AS t ON t.transformer_id = ANY(i.transformer_ids)
            JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
            WHERE o.utility_id = 1 AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
                AND (i.out_at AT TIME ZONE 'America/Chicago')::date
                    BETWEEN make_date(%(year)s, 1, 1) AND make_date(%(year)s, 12, 31) AND f.feeder_name = 'F0007'
            GROUP BY 1
            """, {"year": year},
        ).fetchall())  # fmt: skip
    assert known
    told = ask(demo, "transformers_hit", period=str(year), place="F0007").table.to_pylist()
    assert {one["transformer_name"]: one["outages"] for one in told} == known
    assert [one["outages"] for one in told] == sorted(known.values(), reverse=True)
