"""The maps of this process: one renderer a utility, shared by all sessions, and the threads that draw."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from app.threads import THREADS, Threads
from data_sources.cache import Versions
from data_sources.history.map_days import MapDays
from data_sources.source import Source
from layers.composite import Renderer
from layers.drawing import Workers
from layers.map_frames import MapFrames
from layers.readings.picture import ReadingsRenderer, warm_readings
from layers.supply import network_supply


@dataclass(eq=False)
class Maps:
    """Renderers by utility, made when first asked for.

    Attributes:
        source: where the rows are read; uncached, since the frames keep them.
        versions: numbers the changes of topics.
        tiles_url: XYZ template of map tiles; None or "off" for the shipped map alone.
        threads: where pictures are drawn.
    """

    source: Source
    versions: Versions
    tiles_url: str | None = None
    threads: Threads = THREADS
    _renderers: dict[int, Renderer] = field(default_factory=dict)
    _days: MapDays | None = None
    _readings: dict[int, ReadingsRenderer] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def workers(self) -> Workers:
        """Where maps of the network's state are drawn."""
        return Workers(self.threads.drawing, self.threads.live, self.threads.probes)

    @property
    def readings_workers(self) -> Workers:
        """Where maps of readings are drawn: apart, since a picture may have to wait for the history."""
        return Workers(self.threads.readings, self.threads.live, self.threads.probes)

    def renderer(self, utility_id: int) -> Renderer:
        """The renderer of one utility; its rows are read when the first picture is drawn (or by `warm`)."""
        with self._lock:
            if utility_id not in self._renderers:
                frames = MapFrames(self.source, self.versions, utility_id, network_supply(self.source))
                self._renderers[utility_id] = Renderer(frames)
            return self._renderers[utility_id]

    def readings(self, utility_id: int, history: Source) -> ReadingsRenderer:
        """The renderer of one utility's readings; its network is the same as on the map of its state.

        Args:
            utility_id: whose readings.
            history: where they are; a cache around it is stepped over, since days are kept here.
        """
        network = self.renderer(utility_id).frames
        with self._lock:
            if self._days is None:
                self._days = MapDays(getattr(history, "uncached", history))
            if utility_id not in self._readings:
                self._readings[utility_id] = ReadingsRenderer(network, self._days)
            return self._readings[utility_id]

    def warm(self, utility_id: int) -> Renderer:
        """Read the rows of a utility and draw it now, before the first visitor; the renderer."""
        renderer = self.renderer(utility_id)
        renderer.warm()
        warm_readings()
        return renderer
