"""The maps of this process: one renderer a utility, shared by all sessions, and the threads that draw."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from app.threads import THREADS, Threads
from data_sources.cache import Versions
from data_sources.history.map_days import MapDays
from data_sources.source import Source
from layers.built_in.quiet_lines import QuietLines
from layers.drawing import PROBE_SECONDS, Workers
from layers.fleet.picture import FleetGround, FleetRenderer
from layers.fleet.places import FleetPlaces
from layers.image.pictures import Pictures
from layers.image.renderer import Renderer
from layers.layer import Layer
from layers.map_frames import Frames, LayerFrames, MapFrames
from layers.readings.picture import ReadingsRenderer, warm_readings
from layers.registry import built_in
from layers.replay import OutFilm, ReplayRenderer
from layers.spread import SpreadLines, SpreadRenderer
from layers.still import Still, still
from layers.style import MapStyle
from layers.supply import network_supply

MAX_OWN = 8  # renderers of tabs' own layers; each holds its layers' rows
MAX_FLEET_BYTES = 64 << 20  # some 50 of the demo's fleet, coloured


@dataclass(eq=False)
class Maps:
    """Renderers by utility, made when first asked for.

    Attributes:
        source: where the rows are read; uncached, since the frames keep them.
        versions: numbers the changes of topics.
        tiles_url: XYZ template of map tiles; None or "off" for the shipped map alone.
        threads: where pictures are drawn.
        pictures: those that are kept, of all maps together.
        max_fleet_bytes: coloured fleets that are kept, one a brush; the newest is, whatever it holds.
        probe_seconds: how long it is waited at most for map tiles to answer.
    """

    source: Source
    versions: Versions
    tiles_url: str | None = None
    threads: Threads = THREADS
    pictures: Pictures = field(default_factory=Pictures)
    max_fleet_bytes: int = MAX_FLEET_BYTES
    probe_seconds: float = PROBE_SECONDS
    _networks: dict[int, MapFrames] = field(default_factory=dict)
    _renderers: dict[int, Renderer] = field(default_factory=dict)
    _own: OrderedDict[tuple[int, tuple[Layer, ...]], Renderer] = field(default_factory=OrderedDict)
    _days: MapDays | None = None
    _readings: dict[int, ReadingsRenderer] = field(default_factory=dict)
    _replays: OrderedDict[tuple[int, int], ReplayRenderer] = field(default_factory=OrderedDict)
    _fleets: OrderedDict[tuple[int, FleetPlaces], FleetRenderer] = field(default_factory=OrderedDict)
    _fleet_lines: dict[int, QuietLines] = field(default_factory=dict)
    _ground: FleetGround = field(default_factory=FleetGround)
    _stills: dict[tuple[int, MapStyle], tuple[object, Still | None]] = field(default_factory=dict)
    _stills_awaited: set[tuple[int, MapStyle]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def workers(self) -> Workers:
        """Where maps of the network's state are drawn."""
        return Workers(self.threads.drawing, self.threads.live, self.threads.probes, self.probe_seconds)

    @property
    def readings_workers(self) -> Workers:
        """Where maps of readings are drawn: apart, since a picture may have to wait for the history."""
        return Workers(self.threads.readings, self.threads.live, self.threads.probes, self.probe_seconds)

    @property
    def history_workers(self) -> Workers:
        """Where maps are drawn whose layers ask the history."""
        return Workers(self.threads.drawing, self.threads.history, self.threads.probes, self.probe_seconds)

    def renderer(self, utility_id: int) -> Renderer:
        """The renderer of one utility; its rows are read when the first picture is drawn (or by `warm`)."""
        with self._lock:
            if utility_id not in self._renderers:
                self._renderers[utility_id] = Renderer(self._network(utility_id), pictures=self.pictures)
            return self._renderers[utility_id]

    def with_layers(
        self, utility_id: int, layers: Sequence[Layer], base: Collection[str], history: Source | None = None
    ) -> Renderer:
        """The renderer of layers of a tab's own over some of the network's; shared by who asks for the same.

        Args:
            utility_id: whose rows.
            layers: from the topmost to the lowest.
            base: names of the built-in layers under them.
            history: where layers of the history are asked; a cache around it is stepped over.

        Raises:
            LookupError: `base` names a layer that there is not.
        """
        drawn = (*layers, *built_in(base))
        with self._lock:
            if (utility_id, drawn) not in self._own:
                frames = self._frames(utility_id, layers, history)
                self._own[utility_id, drawn] = Renderer(frames, drawn, pictures=self.pictures)
                while len(self._own) > MAX_OWN:
                    self._own.popitem(last=False)[1].forget()
            self._own.move_to_end((utility_id, drawn))
            return self._own[utility_id, drawn]

    def readings(self, utility_id: int, history: Source) -> ReadingsRenderer:
        """The renderer of one utility's readings; its network is the same as on the map of its state.

        Args:
            utility_id: whose readings.
            history: where they are; a cache around it is stepped over, since days are kept here.
        """
        with self._lock:
            if self._days is None:
                self._days = MapDays(getattr(history, "uncached", history))
            if utility_id not in self._readings:
                network = self._network(utility_id)
                self._readings[utility_id] = ReadingsRenderer(network, self._days, pictures=self.pictures)
            return self._readings[utility_id]

    def spread(self, utility_id: int, lines: SpreadLines) -> SpreadRenderer:
        """A renderer of something that spreads over a utility's lines; the session's own, over the network of all maps.

        Args:
            utility_id: whose network.
            lines: the run that is drawn.
        """
        with self._lock:
            return SpreadRenderer(self._network(utility_id), lines, pictures=self.pictures)

    def replay(self, utility_id: int, film: OutFilm) -> ReplayRenderer:
        """The renderer of a replayed period, shared by all who look at it; its network is that of all maps.

        Args:
            utility_id: whose network.
            film: who was out when.
        """
        with self._lock:
            key = utility_id, film.number
            if key not in self._replays:
                self._replays[key] = ReplayRenderer(self._network(utility_id), film, pictures=self.pictures)
                while len(self._replays) > MAX_OWN:
                    self._replays.popitem(last=False)[1].forget()
            self._replays.move_to_end(key)
            return self._replays[key]

    def fleet(self, utility_id: int, places: FleetPlaces) -> FleetRenderer:
        """The renderer of a utility's assets by one quantity; shared by all who have brushed nothing.

        Args:
            utility_id: whose network.
            places: the assets.
        """
        with self._lock:
            key = utility_id, places
            if key not in self._fleets:
                lines = self._fleet_lines.setdefault(utility_id, QuietLines())
                network = self._network(utility_id)
                self._fleets[key] = FleetRenderer(network, places, lines, self._ground, pictures=self.pictures)
            self._fleets.move_to_end(key)
            while len(self._fleets) > 1 and self._fleet_bytes() > self.max_fleet_bytes:
                self._fleets.popitem(last=False)[1].forget()
            return self._fleets[key]

    def _fleet_bytes(self) -> int:
        """What is held by nobody else: colours and masks, and fleets other than the one asked for last."""
        places = [one for _, one in self._fleets]
        older = {one.fleet for one in places} - {places[-1].fleet}
        return sum(one.nbytes for one in places) + sum(one.nbytes for one in older)

    def still(self, utility_id: int, style: MapStyle) -> Still | None:
        """The network of a utility for a page that is still loading; None where there is none at hand: nobody waits.

        One that is missing, or of a network that was replaced, is drawn for the next page.
        """
        with self._lock:
            frames = self._networks.get(utility_id)
            drawn_of, found = self._stills.get((utility_id, style), (None, None))
        if frames is None or frames.current.version == 0:
            return None
        if drawn_of is frames.current.segments.x:
            return found
        with self._lock:
            is_awaited = (utility_id, style) in self._stills_awaited
            self._stills_awaited.add((utility_id, style))
        if not is_awaited:
            self.threads.drawing.submit(self._draw_still, frames, style)
        return None

    def _draw_still(self, frames: MapFrames, style: MapStyle) -> None:
        snapshot = frames.current
        key = (snapshot.utility_id, style)
        try:
            self._stills[key] = (snapshot.segments.x, still(snapshot, style))
        finally:
            self._stills_awaited.discard(key)

    def _frames(self, utility_id: int, layers: Sequence[Layer], history: Source | None) -> Frames:
        network, sources = self._network(utility_id), {"live": self.source}
        if history is not None:
            sources["history"] = getattr(history, "uncached", history)
        return LayerFrames(network, layers, sources, self.versions) if layers else network

    def _network(self, utility_id: int) -> MapFrames:
        """The rows that all maps of a utility share."""
        if utility_id not in self._networks:
            frames = MapFrames(self.source, self.versions, utility_id, network_supply(self.source))
            self._networks[utility_id] = frames
        return self._networks[utility_id]

    def warm(self, utility_id: int) -> Renderer:
        """Read the rows of a utility and draw it now, before the first visitor; the renderer."""
        renderer = self.renderer(utility_id)
        renderer.warm()
        for theme in ("dark", "light"):
            self._draw_still(self._network(utility_id), MapStyle(theme=theme))
        warm_readings()
        return renderer
