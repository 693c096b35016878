"""The header's own parts: brand, utility switch, badges, freshness of the sources, clock, switches, user; the keys."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

import panel as pn
import param
from panel.custom import JSComponent

from app import formats, theme
from app.state import PALETTES, THEMES
from app.theme import module
from app.widgets.html import el
from app.widgets.html_view import HtmlView
from data_sources.analytics.clock import naive_utc
from data_sources.analytics.intervals import LATE_MINUTES
from data_sources.history.due import due_from
from data_sources.source import Health

Level = Literal["good", "warning", "bad", "quiet"]

LATE_SECONDS = 15.0
DEAD_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class SourceLine:
    """How fresh one source is, in the header.

    Attributes:
        name: what a person calls it.
        level: good, warning (late) or bad (away); quiet while it is not known.
        at_ms: since when nothing came, in UTC milliseconds; the browser counts the age. None while it is fresh.
        word: shown while it is fresh.
        note: one sentence for the tooltip.
    """

    name: str
    level: Level
    at_ms: float | None
    word: str
    note: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A short label in the header that must not be overlooked, e.g. "Simulated".

    Attributes:
        text: what it says.
        level: its tone.
        note: its tooltip, after the text.
        short: what it says where there is no room for the text; empty: the same.
        brief: where there is no room for that either; empty: the same.
    """

    text: str
    level: Level
    note: str
    short: str = ""
    brief: str = ""


def source_line(
    name: str, last_at: dt.datetime | None, now: dt.datetime, *, is_up: bool = True, note: str = ""
) -> SourceLine:
    """The line of a source that gave its last sign of life at `last_at`.

    Fresh within 15 s, late within 60 s, else away; a source that knows itself down is away at once.
    """
    age = (now - last_at).total_seconds() if last_at else float("inf")
    if is_up and age < LATE_SECONDS:
        return SourceLine(name, "good", None, "live", note or f"{name} answers.")
    level: Level = "warning" if is_up and age < DEAD_SECONDS else "bad"
    at_ms = last_at.timestamp() * 1000 if last_at else None
    return SourceLine(name, level, at_ms, "away", note or f"{name} gives no sign of life.")


def health_line(health: Health, now: dt.datetime) -> SourceLine:
    """The line of a source that knows its own health."""
    return source_line(health.name, health.last_ok_at, now, is_up=health.is_up, note=health.message)


def on_demand_line(health: Health, newest_at: dt.datetime | None = None, now: dt.datetime | None = None) -> SourceLine:
    """The line of a source that is asked only when a viewer wants something: silence is no sign of trouble.

    Args:
        health: what the source knows of itself.
        newest_at: up to when the readings of the utility shown reach, aware; None where nobody has asked.
        now: aware; the time it is when left out.
    """
    if not health.is_up:
        return SourceLine(health.name, "bad", None, "away", health.message)
    note = f"{health.name} is asked only when a view needs it."
    if health.last_ok_at is None:  # nobody knows yet whether it would answer
        return SourceLine(health.name, "quiet", None, "not asked yet", note)
    if newest_at is not None and not health.message:
        return _readings_line(health.name, newest_at, now)
    level: Level = "warning" if health.message else "good"  # it answers, but not with all there should be
    return SourceLine(health.name, level, health.last_ok_at.timestamp() * 1000, "", health.message or note)


def _readings_line(name: str, newest_at: dt.datetime, now: dt.datetime | None) -> SourceLine:
    """The age of the newest readings: late when what should have come since is no longer due."""
    is_late = naive_utc(newest_at) < due_from(now)
    note = f"{name} holds readings of this utility up to then; it is asked only when a view needs it."
    if is_late:
        hours = LATE_MINUTES // 60
        note = f"{note} Reads are late {hours} h after their interval's end, and none has come for later intervals."
    return SourceLine(name, "warning" if is_late else "good", newest_at.timestamp() * 1000, "", note)


class Status(JSComponent):
    """Right side of the header; its clock and ages tick in the browser."""

    badges = param.List(default=[], doc="Badges, as dicts of `Badge`.")
    sources = param.List(default=[], doc="Freshness of each source, as dicts of `SourceLine`.")
    time_zone = param.String(default="UTC", doc="IANA name of the clock's zone.")
    zone_labels = param.Dict(default={"+00:00": "UTC"}, doc="What it is called at each offset from UTC that it has.")
    now_ms = param.Number(default=0.0, doc="The server's time, UTC ms; the browser's may be wrong.")
    theme: Any = param.Selector(default="dark", objects=list(THEMES), doc="Surface colours. Writer: its own switch.")
    palette: Any = param.Selector(
        default="standard", objects=list(PALETTES), doc="Meaning of colours. Writer: its switch."
    )
    user = param.String(default="", doc="Who is at work.")
    user_note = param.String(default="", doc="Tooltip of the user.")

    _esm = module("js/status.js")

    def show_zone(self, time_zone: str) -> None:
        """Let the clock run in this zone."""
        self.param.update(time_zone=time_zone, zone_labels=formats.zone_labels(time_zone))

    def show_badges(self, badges: list[Badge]) -> None:
        """Put these badges into the header, if they are not there already."""
        self._update("badges", [asdict(badge) for badge in badges])

    def show_sources(self, lines: list[SourceLine]) -> None:
        """Show these sources' freshness, if it changed; ages alone are no change."""
        self._update("sources", [asdict(line) for line in lines])

    def _update(self, name: str, value: list[dict[str, Any]]) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)


class UtilitySwitch(HtmlView):
    """Which utility the page is about: a choice where there are several, else a name."""

    value = param.Integer(default=None, allow_None=True, doc="Its id. Writer: the person.")

    def __init__(self) -> None:
        """Empty until the utilities are known."""
        super().__init__(css_classes=["flux-utility"], room="frame")
        self.model.param.update(sizing_mode=None, align="center")
        self.on("utility", self._choose)
        self._names: dict[int, str] = {}

    def offer(self, names: dict[int, str], value: int | None) -> None:
        """Offer these utilities, by id, with one of them chosen."""
        self._names = names
        with param.discard_events(self):
            self.value = value
        self._draw()

    def _choose(self, text: Any) -> None:
        if str(text).isdigit() and int(text) in self._names:
            self.value = int(text)
            self._draw()

    def _draw(self) -> None:
        options = [el("option", name, value=key, selected=key == self.value) for key, name in self._names.items()]
        if len(options) > 1:
            self.write(el("select", options, data_change="utility", data_rev=self.value, aria_label="Utility"))
        else:
            self.write(el("span", *self._names.values(), cls="utility-name"))


class Keys(JSComponent):
    """Takes the page's keys, keeps its address naming the view shown, and goes back and forward. Nothing to see.

    Args:
        on_key: gets "Escape" or a digit.
        on_travel: gets the query of the entry that the browser went to.
        params: of the component.
    """

    address = param.Dict(
        default={"query": "", "step": "", "travels": 0},
        doc="The address's query, what makes it a step of the history, and the browser's travels that it includes:"
        " an address of before the last one is not shown. Writer: `show`.",
    )

    _esm = module("js/keys.js")

    def __init__(self, on_key: Callable[[str], None], on_travel: Callable[[str], None], **params: Any) -> None:
        """Shows nothing yet."""
        super().__init__(**params)
        self._on_key, self._on_travel = on_key, on_travel
        self._latest = ("", "")
        self._travels = 0
        self._is_travelling = False

    def show(self, query: str, step: str) -> None:
        """The address from now on; where the step is another one, the browser can go back to the one before."""
        self._latest = (query, step)
        if not self._is_travelling:
            self.address = {"query": query, "step": step, "travels": self._travels}

    def _handle_msg(self, data: Any) -> None:
        message = data if isinstance(data, dict) else {}
        key, travels = message.get("key"), message.get("travels")
        if key == "Escape" or (isinstance(key, str) and key.isdigit()):
            self._on_key(key)
        elif isinstance(travels, int):
            self._travel(travels, str(message.get("query", "")))

    def _travel(self, travels: int, query: str) -> None:
        """Each of the changes on the way there is no address of its own."""
        self._travels, self._is_travelling = travels, True
        try:
            self._on_travel(query)
        finally:
            self._is_travelling = False
            self.show(*self._latest)


def brand(title: str) -> pn.pane.HTML:
    """Logo and name; a click leads to the start page."""
    logo = html.escape(theme.asset_url("logo.svg"), quote=True)
    return pn.pane.HTML(
        f'<h1><a class="brand" href="?" title="{title}: start page"><img src="{logo}" alt=""><span>Flux</span>'
        '<span class="heard"> Operations Center</span></a></h1>',
        stylesheets=[theme.stylesheet("base"), theme.stylesheet("frame")],
        css_classes=["flux-brand"],
        margin=0,
        align="center",
    )
