"""The view of cascades without a browser: what a person chooses, and what the page then holds; tasks run in place."""

from __future__ import annotations

from typing import Any

import pytest

from app.live import LiveLoop
from app.maps import Maps
from app.state import AppState
from app.tabs.outage_management.cascade.view import CascadeView
from app.tabs.outage_management.tab import OutageManagementTab
from app.threads import all_kinds
from data_sources.assets import AssetRef
from data_sources.postgres.source import PostgresSource
from data_sources.source import Source, Sources
from layers.layer import Hit
from layers.spread import SpreadLines, SpreadRenderer
from layers.style import MapFilters, MapStyle
from layers.viewport import around
from tests.app.looping import GivenVersions
from tests.app.tabs.ami_analytics.desk import AtOnce
from tests.data_sources.towns import load_town


class SeenMaps(Maps):
    """Maps, and the renderers of runs that were made of them."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.made: list[SpreadRenderer] = []

    def spread(self, utility_id: int, lines: SpreadLines) -> SpreadRenderer:
        self.made.append(super().spread(utility_id, lines))
        return self.made[-1]

    def kept_of(self, renderer: SpreadRenderer) -> int:
        """How many pictures of one were kept; none are any more."""
        before = len(self.pictures)
        renderer.forget()
        return before - len(self.pictures)


class Session:
    """One session with the view in front."""

    def __init__(self, live: Source, **own: Any) -> None:
        sources, self.versions = Sources(live=live, history=None), GivenVersions()
        self.loop = LiveLoop(sources, self.versions, lambda function: function(), all_kinds(AtOnce()))
        self.state = AppState(utility_id=1, time_zone="America/Chicago")
        maps = self.maps = SeenMaps(live, self.versions, "off")
        maps.threads = all_kinds(AtOnce())
        self.tab = OutageManagementTab(
            state=self.state, sources=sources, feed=self.versions, loop=self.loop, maps=maps,
            own=OutageManagementTab.State(view="cascade", cascade_loads="peak", **own),
        )  # fmt: skip
        self.own = self.tab.own
        self.view = CascadeView(self.tab)
        self.view.is_shown = True
        self.view.__panel__()
        self.settle()

    def settle(self) -> None:
        for _ in range(5):
            self.loop.look()


@pytest.fixture
def session(empty_source: PostgresSource) -> Session:
    load_town(empty_source)
    return Session(empty_source)


def test_the_ranking_comes_first_and_nothing_has_failed(session: Session) -> None:
    view = session.view
    assert view.desk.candidates is not None
    assert view.desk.run is None
    assert view.desk.run_status.title == "Nothing has failed yet"
    assert "choose what fails" in view.figures.html
    assert "Study only: nothing is operated" in view.standing.html
    assert "Method" in view.standing.html
    assert "Limits" in view.standing.html
    assert view.map.film.player.labels == []


def test_choosing_runs_it_and_choosing_again_lets_it_stand(session: Session) -> None:
    view = session.view
    view.choose("feeder:1")
    session.settle()
    assert view.desk.run is not None
    assert session.own.cascade_part == "waves"
    assert view.map.film.player.labels == ["Failure", "End"]
    assert view.map.film.player.is_ready
    assert "420" in view.figures.html  # kW taken over by the other feeder
    view.choose("feeder:1")
    session.settle()
    assert session.own.cascade_start == ""
    assert view.desk.run is None
    assert view.map.film.player.labels == []
    view.choose("feeder:1")
    session.settle()
    assert view.desk.run is not None  # what was worked out is shown again


def test_a_step_is_in_the_address_and_the_last_one_is_not(session: Session) -> None:
    session.view.choose("substation:1")
    session.settle()
    tell = session.view.map.film.player._handle_msg
    tell({"index": 0})
    assert session.own.cascade_wave == 0
    assert "at failure" in session.view.figures.html
    tell({"index": 1})
    assert session.own.cascade_wave is None
    session.own.cascade_wave = 0
    assert session.view.map.film.player.index == 0


def test_a_tap_on_a_line_means_the_section_it_belongs_to(session: Session) -> None:
    stage = session.view.map.stage
    stage.picked = Hit("feeders", 6, 0.0, AssetRef("segment", 6))  # behind recloser 2
    assert session.own.cascade_start == "section:2"
    stage.picked = Hit("substations", 1, 0.0, AssetRef("substation", 1))
    assert session.own.cascade_start == "substation:1"
    stage.picked = Hit("feeders", 999, 0.0, AssetRef("segment", 999))
    assert session.own.cascade_start == "substation:1"


def test_what_is_not_there_is_said(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    session = Session(empty_source, cascade_start="feeder:77")
    status = session.view.desk.run_status
    assert (status.stage, session.view.desk.run) == ("failed", None)
    assert "There is no 'feeder:77'" in status.message
    assert "There is no &#x27;feeder:77&#x27;" in session.view.head.html.replace("&#39;", "&#x27;")


def test_what_is_wrong_stands_at_its_field_until_it_is_right(session: Session) -> None:
    """Seen: -5 in Load, then "abc" in Overload borne: only the last was said, over results made with neither."""
    bar, own = session.view.bar, session.own
    bar.model._handle_msg({"action": "load_multiplier", "value": "-5"})
    bar.model._handle_msg({"action": "failure_threshold", "value": "abc"})
    assert ('value="-5"' in bar.html, 'value="abc"' in bar.html) == (True, True)
    assert (bar.html.count('role="alert"'), bar.html.count('aria-invalid="true"')) == (2, 2)
    assert "Until then 1 counts" in bar.html
    bar.model._handle_msg({"action": "failure_threshold", "value": "25"})
    assert (bar.html.count('role="alert"'), 'value="-5"' in bar.html) == (1, True)
    bar.model._handle_msg({"action": "load_multiplier", "value": "1.5"})
    assert ('role="alert"' in bar.html, own.cascade_load_multiplier) == (False, 1.5)


def test_settings_of_ones_own_and_the_way_back(session: Session) -> None:
    bar, own = session.view.bar, session.own
    bar.model._handle_msg({"action": "scenario", "value": "winter_storm"})
    assert (bar.conditions.temperature_c, bar.conditions.load_multiplier) == (-10.0, 1.8)
    bar.model._handle_msg({"action": "failure_threshold", "value": "25"})
    assert bar.conditions.failure_threshold == 0.25
    assert "Back to winter storm" in bar.html
    bar.model._handle_msg({"action": "load_multiplier", "value": "eleven"})
    assert "Load is a number from 0 to 10." in bar.html
    assert bar.conditions.load_multiplier == 1.8
    bar.model._handle_msg({"action": "failure_threshold", "value": "15"})
    assert own.cascade_failure_threshold is None  # the scenario's own again
    session.settle()
    assert session.view.desk.candidates.study.conditions == bar.conditions


def test_every_part_shows_its_rows(session: Session) -> None:
    session.view.choose("feeder:1")
    for part in ("cost", "actions", "restoration", "investments", "risk"):
        session.own.cascade_part = part
        session.settle()
    assert session.view.desk.investments is not None
    assert session.view.desk.risk is not None
    assert session.view.desk.investments_status.stage == "ready"


def test_a_price_changes_the_cost_and_a_wrong_one_changes_nothing(session: Session) -> None:
    session.view.choose("substation:1")
    session.settle()
    before = session.view.desk.run.price
    session.own.cascade_changed = "crew_usd_per_hour:1700.0"
    session.settle()
    assert session.view.desk.run.price.crew_usd == 2 * before.crew_usd
    assert session.view.desk.run.price.interruption_usd == before.interruption_usd


def test_another_utility_begins_anew(session: Session) -> None:
    session.view.choose("feeder:1")
    session.settle()
    session.state.utility_id = 2
    assert session.own.cascade_start == ""
    assert session.view.desk.run is None


def _drawn(session: Session) -> SpreadRenderer:
    """The renderer of the run that is shown, of which pictures are kept."""
    renderer = session.maps.made[-1]
    for width in (320, 640):
        view = around(renderer.frames.refresh().extent, (width, 200))
        renderer.picture(view, MapStyle(), MapFilters())
    return renderer


@pytest.mark.parametrize("then", ["next run", "nothing failed", "close"])
def test_pictures_of_a_run_that_is_no_longer_shown_are_let_go_of(session: Session, then: str) -> None:
    session.view.choose("feeder:1")
    session.settle()
    drawn = _drawn(session)
    if then == "next run":
        session.view.choose("substation:1")
    elif then == "nothing failed":
        session.view.choose("feeder:1")
    else:
        session.view.close()
    session.settle()
    assert session.maps.kept_of(drawn) == 0


def test_pictures_of_the_run_that_is_shown_are_kept(session: Session) -> None:
    session.view.choose("feeder:1")
    session.settle()
    drawn = _drawn(session)
    session.settle()
    assert session.maps.kept_of(drawn) >= 2
