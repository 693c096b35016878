"""SpreadFilm and rows of a cascade on the hand-made town (tests/data_sources/towns.py), worked out on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from app.tabs.outage_management.cascade import asked, rows
from app.tabs.outage_management.cascade.film import codes_before, codes_of_segments, film_of
from data_sources.analytics.cascade.conditions import Conditions
from data_sources.analytics.cascade.costs import CascadeCost, CostParameters
from data_sources.analytics.cascade.investments import InvestmentParameters
from data_sources.analytics.cascade.transfer import FAILED, LOST, OUT_BEFORE, SUPPLIED, TRANSFERRED, Spread
from data_sources.postgres.source import PostgresSource
from data_sources.studies.cascade.study import CascadeStudy, WorkHours
from layers import spread as lines
from tests.data_sources.towns import load_town

NORMAL = asked.StudyWish(1, Conditions(), "peak")  # 28 transformers of 30 kW, 84 customers


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    load_town(empty_source)
    return empty_source


def run_of(source: PostgresSource, *start: str, wish: asked.StudyWish = NORMAL) -> asked.CascadeRun:
    return asked.run(source, asked.RunWish(wish, start, WorkHours(), CostParameters(), 2))


def given(study: CascadeStudy, steps: list[dict[str, int]]) -> Spread:
    """A spread whose frames are given by the keys of nodes; the others have supply."""
    frames = np.full((len(steps), len(study.ground)), SUPPLIED)
    for step, states in enumerate(steps):
        for key, state in states.items():
            frames[step, study.ground.number(key)] = state
    nothing = np.full(len(study.ground.edges), -1)
    return replace(study.cascade.settled, frames=frames, waves=len(steps) - 2, tripped_at=nothing)


def test_what_is_dark_again_counts_from_the_later_wave(town: PostgresSource) -> None:
    study = CascadeStudy.of(town, 1, Conditions(), "peak")
    film = film_of(
        study,
        given(
            study,
            [
                {"section:1": FAILED, "section:2": LOST, "section:3": LOST, "section:1001": OUT_BEFORE},
                {"section:1": FAILED, "section:2": LOST, "section:3": TRANSFERRED, "section:1001": OUT_BEFORE},
                {"section:1": FAILED, "section:2": LOST, "section:3": LOST, "section:1001": OUT_BEFORE},
                {"section:1": FAILED, "section:2": LOST, "section:3": LOST, "section:1001": OUT_BEFORE},
            ],
        ),
    )
    assert film.labels == ("Failure", "Wave 1", "Wave 2", "End")
    number = study.ground.number
    assert film.codes[:, number("section:1")].tolist() == [lines.FAILED] * 4
    assert film.codes[:, number("section:2")].tolist() == [lines.FIRST_LOST] * 4
    expected = [lines.FIRST_LOST, lines.TRANSFERRED, lines.FIRST_LOST + 2, lines.FIRST_LOST + 2]
    assert film.codes[:, number("section:3")].tolist() == expected
    assert film.codes[:, number("section:1001")].tolist() == [lines.WAS_OUT] * 4
    assert film.codes[:, number("feeder:2")].tolist() == [lines.SUPPLIED] * 4
    # Sections 1, 2 and 3 have 18, 12 and 12 customers and 6, 4 and 4 transformers of 30 kW.
    assert film.customers.tolist() == [42, 30, 42, 42]
    assert film.dark_kw.tolist() == [420, 300, 420, 420]
    assert film.transferred_kw.tolist() == [0, 120, 0, 0]
    assert film.dark_nodes.tolist() == [3, 2, 3, 3]
    assert (film.step(None), film.step(1), film.step(99)) == (3, 1, 3)


def test_before_anything_fails_who_has_no_supply_is_drawn_so(town: PostgresSource) -> None:
    with town.connection() as connection:
        connection.execute("UPDATE flux.devices SET is_open = true WHERE device_id = 2")  # recloser, 24 behind it
    study = asked.study_of(town, NORMAL)
    codes = dict(zip(study.ground.network.segments.ids.tolist(), codes_before(study)[0].tolist(), strict=True))
    assert (codes[4], codes[5], codes[7], codes[45]) == (lines.SUPPLIED, lines.WAS_OUT, lines.WAS_OUT, lines.WAS_OUT)
    assert codes[2] == lines.SUPPLIED


def test_every_segment_is_drawn_as_the_part_that_it_feeds(town: PostgresSource) -> None:
    """A segment with a switch on it joins two parts; the one drawn against the flow is its lateral's."""
    run = run_of(town, "section:2")
    codes = dict(zip(run.study.ground.network.segments.ids.tolist(), codes_of_segments(run.study, run.film)[0].tolist(),
                     strict=True))  # fmt: skip
    assert codes[5] == lines.FAILED  # the recloser's own segment, from node 4 to node 5
    assert codes[4] == lines.SUPPLIED
    assert codes[45] == lines.FAILED  # from node 45 to node 25, against the flow
    assert codes[7] == lines.FIRST_LOST


def test_candidates_show_each_part_of_their_score(town: PostgresSource) -> None:
    found = rows.candidates_table(asked.candidates(town, NORMAL))
    assert found["rank"].to_pylist() == list(range(1, found.num_rows + 1))
    parts = [np.array(found[f"{name}_points"]) for name in rows.PART_NAMES]
    assert np.sum(parts, axis=0) == pytest.approx(np.array(found["score"]))
    assert max(part.max() for part in parts) <= 25
    by_key = {row["key"]: row for row in found.to_pylist()}
    assert (by_key["substation:1"]["customers"], by_key["feeder:1"]["customers"]) == (84, 42)
    assert by_key["substation:1"]["customers_lost"] == 84  # no other substation could help
    assert by_key["feeder:1"]["customers_lost"] == 0  # the other feeder takes it over
    assert by_key["section:1"]["customers_lost"] == 18  # what failed itself stays dark
    assert by_key["feeder:1"]["load_mw"] == pytest.approx(0.42)


def test_figures_follow_the_step(town: PostgresSource) -> None:
    run = run_of(town, "feeder:1")
    first, last = rows.figures(run, 0, None), rows.figures(run, None, None)
    assert [(figure.value, figure.unit) for figure in (first[0], last[0])] == [("42", "customers"), ("0", "customers")]
    assert (last[4].value, last[4].unit) == ("420", "kW")
    assert (last[0].tone, first[0].tone) == ("normal", "bad")
    assert (last[6].label, rows.figures(run_of(town, "substation:1"), None, None)[6].label) == (
        "Repaired after",
        "All back after",
    ), "where ties feed everybody nobody has to come back"
    assert [figure.value for figure in rows.figures(None, None, None)[:7]] == ["–"] * 7
    assert rows.figures(None, None, None)[7].is_waiting


def test_who_had_no_supply_before_is_not_among_who_may_lose_it(town: PostgresSource) -> None:
    with town.connection() as connection:
        connection.execute("UPDATE flux.devices SET is_open = true WHERE device_id = 2")  # recloser: 24 behind it
    run = run_of(town, "feeder:1")
    assert run.study.out_before == 24
    assert rows.figures(run, None, None)[0].note.startswith("of 60")
    assert "24 customers had no supply before: counted nowhere" in " ".join(rows.standing_words(run.study))


def test_trips_are_told_in_order_with_a_place(town: PostgresSource) -> None:
    """At 12 times the peak (10.08 MW) the other feeder cannot take over what a line of 8.2 MW would have to bear."""
    run = run_of(town, "feeder:1", wish=asked.StudyWish(1, Conditions(40.0, 12.0, 0.0), "peak"))
    trips = rows.trips_table(run)
    assert trips.num_rows == run.film.tripped[-1] > 0
    waves = trips["wave"].to_pylist()
    assert waves == sorted(waves)
    assert min(trips["overload_mw"].to_pylist()) > 0
    assert np.isfinite(trips["lon"].to_numpy()).all()
    steps = rows.steps_table(run)
    assert steps["customers"].to_pylist() == run.film.customers.tolist()
    assert steps["step"].to_pylist()[-1] == "End"


def test_what_helps_is_ranked_by_customers_kept(town: PostgresSource) -> None:
    run = run_of(town, "feeder:1", wish=asked.StudyWish(1, Conditions(40.0, 12.0, 0.0), "peak"))
    actions = rows.actions_table(run)
    kept, lost = actions["kept"].to_pylist(), actions["lost"].to_pylist()
    assert kept == sorted(kept, reverse=True)
    assert {a + b for a, b in zip(kept, lost, strict=True)} == {run.study.lost(run.spread)[0]}


def test_restoration_by_hand(town: PostgresSource) -> None:
    """The substation fails: 2.5 h times 3, then all 84 customers are back at once."""
    run = run_of(town, "substation:1")
    (job,) = rows.restoration_table(run).to_pylist()
    assert (job["name"], job["work"], job["after"], job["crew"]) == ("SUB-001", "repair", None, 1)
    assert (job["supplied_h"], job["customers"]) == (7.5, 84)
    assert [figure.value for figure in rows.milestones(run)] == ["7.5"] * 5
    assert [figure.value for figure in rows.milestones(None)] == ["–"] * 5
    assert run.damage.customer_hours == pytest.approx(84 * 7.5)


def test_costs_add_up() -> None:
    found = rows.costs_table(CascadeCost(100.0, 50.0, 25.0, 15.0, 10.0))
    assert found["part"].to_pylist()[-1] == "Total"
    assert found["usd"].to_pylist() == [100, 50, 25, 15, 10, 200]
    assert found["share_pct"].to_pylist() == [50, 25, 12.5, 7.5, 5, 100]
    assert rows.costs_table(CascadeCost(0.0, 0.0, 0.0, 0.0, 0.0))["share_pct"].to_pylist() == [None] * 6


def test_investments_and_risk(town: PostgresSource) -> None:
    terms = InvestmentParameters()
    found = rows.investments_table(asked.investments(town, asked.InvestmentWish(NORMAL, terms)), terms)
    kept = found["kept"].to_pylist()
    assert kept == sorted(kept, reverse=True)
    assert all(each is None or many > 0 for each, many in zip(found["usd_per_kept"].to_pylist(), kept, strict=True))
    risk = asked.risk(town, asked.RiskWish(1, "America/Chicago"))
    assert sum(points for _, points, _ in rows.risk_parts(risk)) == pytest.approx(risk.found.points.total)
    assert rows.unhelped_table(risk).num_rows == len(risk.found.strain.unhelped)
    assert rows.risk_figure(risk).unit == "of 100"


def test_a_network_without_ties_or_loads_says_so(empty_source: PostgresSource) -> None:
    load_town(empty_source, feeders=1)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.meters SET monthly_kwh = 0")
        connection.execute("UPDATE flux.transformers SET peak_load_kw = 0")
    wish = asked.StudyWish(1, Conditions(), "mean")
    said = " ".join(rows.standing_words(asked.candidates(empty_source, wish).study))
    assert "no open tie that could help" in said
    assert "No load is known" in said
    run = run_of(empty_source, "feeder:1", wish=wish)
    assert run.film.customers.tolist() == [42, 42]
    assert isinstance(run.at, dt.datetime)
