"""TimePlayer: the time bar of a map that is a film: play, step, drag, speed, and which day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import param
from panel.custom import JSComponent

from app import theme
from app.theme import module

SPEEDS = (2, 4, 8, 12)

OnMessage = Callable[[str, Any], None]


class TimePlayer(JSComponent):
    """The bar. It changes nothing itself: it tells what a person does and shows what it is given.

    Told are "hello" (it is on the page), "index", "play", "speed" and "day".

    Playing is paced by the browser: it asks for the next interval when the last one is `shown`.
    """

    labels = param.List(default=[], item_type=str, doc="Each interval's start as it is told, e.g. 17:15 CDT.")
    curve = param.List(default=[], doc="Load of each interval, 0 to 1; None for none. Drawn behind the bar.")
    marks = param.List(default=[], doc="[share of the bar, words] of ticks under it; none: some of the labels.")
    index = param.Integer(default=0, doc="The interval wanted. Writer: the view.")
    shown = param.Integer(default=0, doc="The interval on the map. Writer: the view.")
    is_playing = param.Boolean(default=False, doc="Whether it plays. Writer: the view.")
    is_ready = param.Boolean(default=False, doc="Whether it can play. Writer: the view.")
    is_active = param.Boolean(default=False, doc="Whether the bar is seen, and takes keys. Writer: the view.")
    is_of_day = param.Boolean(default=False, doc="What is shown stands for the whole day. Writer: the view.")
    speed: Any = param.Selector(default=4, objects=list(SPEEDS), doc="Intervals a second. Writer: the view.")
    unit = param.String(default="interval", doc="What one step is, a word.")
    days = param.List(default=[], doc="[ISO day, its words], newest first; the bar of a film of no days has none.")
    day = param.String(default="", doc="ISO day shown. Writer: the view.")
    note = param.String(default="", doc="One short line about what is under way.")

    _esm = module("js/time_player.js")

    def __init__(self, on_message: OnMessage, **params: Any) -> None:
        """`on_message` gets the name and the value of what is told."""
        params = {"stylesheets": [theme.stylesheet("readings")], "sizing_mode": "stretch_width", "margin": 0, **params}
        super().__init__(**params)
        self._on_message = on_message

    def _handle_msg(self, data: Any) -> None:
        if isinstance(data, dict):
            for name in ("hello", "index", "play", "speed", "day"):
                if name in data:
                    self._on_message(name, data[name])
