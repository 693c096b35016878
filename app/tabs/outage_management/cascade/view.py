"""CascadeView: which failure to fear, how it spreads over the real map wave by wave, what it costs and what helps."""

from __future__ import annotations

from typing import Any

from app.tabs.outage_management.cascade import rows
from app.tabs.outage_management.cascade.conditions_bar import ConditionsBar
from app.tabs.outage_management.cascade.desk import CascadeDesk
from app.tabs.outage_management.cascade.parts import PARTS, SHEET, Room
from app.tabs.outage_management.cascade.spread_map import SpreadMap
from app.tabs.outage_management.cascade.standing import StudyStanding
from app.tabs.outage_management.view import OutageView
from app.view import AWAY
from app.widgets.board import BoardHtml, box, segments
from app.widgets.figures import Figures
from app.widgets.html import el, icon

FIGURES = 8
NOTHING_FAILED = ("Nothing has failed yet", "Choose a row under Start, or tap a line or a substation on the map.")


class CascadeView(OutageView):
    """A study: whatever is chosen here is worked out, and nothing is operated."""

    slug = "cascade"
    title = "Cascade"

    def build(self) -> Any:
        """The view, made once."""
        self.bar = ConditionsBar(self)
        self.desk = CascadeDesk(self, lambda: self.bar.conditions)
        self.standing = StudyStanding(self, self.desk)
        self.figures = Figures(FIGURES, css_classes=["cascade-figures"])
        self.map = SpreadMap(self, self.choose)
        self.head = BoardHtml(css_classes=["cascade-parts"])
        self.head.dress(SHEET)
        self._room = Room(self, self.desk, self.choose, self._go)
        self._parts: dict[str, Any] = {}
        self._beside = box("cascade-beside", sheets=(SHEET,))
        self._utility = self.state.utility_id
        self._bind()
        left = box("cascade-left", self.map.stage.view, self.map.key, self.map.film.player, sheets=(SHEET,))
        return box(
            "view cascade", self.bar, self.standing, self.figures, left, self.head, self._beside, sheets=(SHEET,)
        )

    def why_idle(self) -> tuple[str, str] | None:
        """What to do where nothing is wanted."""
        return NOTHING_FAILED

    def choose(self, key: str) -> None:
        """Let something fail first; chosen again it stands again."""
        is_again = self.own.cascade_start == key
        self.own.param.update(cascade_start="" if is_again else key, cascade_wave=None)
        if not is_again and self.own.cascade_part == "start":
            self.own.cascade_part = "waves"

    # What it follows -----------------------------------------------------------------------------------------------

    def _bind(self) -> None:
        self.head.on("part", lambda slug: self.own.param.update(cascade_part=slug))
        self.head.on("stand", lambda _value: self.own.param.update(cascade_start="", cascade_wave=None))
        self.watch(self._bring, self.own, "cascade_part")
        self.watch(self._draw_head, self.own, ["cascade_part", "cascade_start"])
        self.watch(self._on_study, self.desk, "study")
        self.watch(self._on_candidates, self.desk, "candidates")
        self.watch(self._on_run, self.desk, "run")
        self.watch(self._draw_figures, self.desk, ["run", "run_status", "risk", "risk_status"])
        self.watch(self._draw_figures, self.own, "cascade_wave")
        self.watch(self._draw_head, self.desk, "run_status")
        self.watch(self._on_utility, self.state, "utility_id")
        self._draw_head()
        self._draw_figures()
        self._bring()

    def _on_study(self) -> None:
        if self.desk.study is not None:
            self.map.show_study(self.desk.study)

    def _on_candidates(self) -> None:
        if self.desk.candidates is not None:
            self.map.show_candidates(self.desk.candidates)

    def _on_run(self) -> None:
        self._draw_head()
        if self.desk.run is not None:
            self.map.show_run(self.desk.run)
            return
        self.map.clear()
        self._on_candidates()

    def _on_utility(self) -> None:
        """What failed in one utility is no part of another."""
        if self._utility is not None and self._utility != self.state.utility_id:
            self.own.param.update(cascade_start="", cascade_wave=None)
            self.desk.param.update(study=None, candidates=None, run=None, investments=None, risk=None)
        self._utility = self.state.utility_id

    def _go(self, step: int) -> None:
        run = self.desk.run
        if run is not None:
            self.own.cascade_wave = None if run.film.step(step) == run.film.last else run.film.step(step)

    # What it shows -------------------------------------------------------------------------------------------------

    def _bring(self) -> None:
        """Show one part; it is made when it is first wanted."""
        slug = self.own.cascade_part
        if slug not in self._parts:
            made = box("cascade-place", PARTS[slug][1](self._room), sheets=(SHEET,))
            self._parts[slug] = made
            self._beside.append(made)
        for name, place in self._parts.items():
            place.css_classes = ["cascade-place"] if name == slug else ["cascade-place", AWAY]

    def _draw_head(self) -> None:
        options = [(slug, title) for slug, (title, _) in PARTS.items()]
        choice = segments("part", "Part", options, self.own.cascade_part)
        self.head.write(el("div", choice, self._chosen(), cls="parts-head"))

    def _chosen(self) -> Any:
        """What failed first, with a way to let it stand again."""
        start, run = self.own.cascade_start, self.desk.run
        if not start:
            return el("span", "Choose what fails first", cls="secondary")
        names = [str(run.study.ground.names[node]) for node in run.nodes] if run is not None else [start]
        status = self.desk.run_status
        error = el("span", status.message, cls="field-error", role="alert") if status.stage == "failed" else None
        label = "Let it stand again"
        close = el(
            "button",
            icon("close"),
            type="button",
            cls="tool is-bare",
            data_action="stand",
            aria_label=label,
            title=label,
        )
        return el("span", "Fails first: ", el("b", ", ".join(names)), close, error, cls="parts-chosen")

    def _draw_figures(self) -> None:
        run = self.desk.run
        status = self.desk.run_status if run is not None else None
        is_waiting = run is None and self.desk.run_status.stage == "waiting"
        shown = rows.figures(run, self.own.cascade_wave, self.desk.risk, is_waiting=is_waiting)
        self.figures.show(shown, status)
