"""Exactly once into a channel server of our own, which fails at every step of an append in turn.

The server is ours, not Snowflake's: it keeps to what Snowpipe Streaming documents (rows and offset token durable
together, an opening voids the one before and drops what it had buffered).
"""

from __future__ import annotations

import itertools
from typing import Any

import pyarrow as pa
import pytest

from data_sources.errors import SourceUnavailable
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.streams.snowpipe import SnowpipeSink
from tests.data_sources.pipeline.small import NOON, make_warehouse, reading, table

STEPS = ("open", "read token", "before append", "after append", "before commit", "after commit", "before acknowledging")


def ignored(rejections: pa.Table) -> None:
    """The quarantine is the stream's business."""


class Broken(Exception):
    """The server went away."""


class ChannelServer:
    """One durable channel; breaks once at a step."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.token: str | None = None
        self.opened = 0
        self.break_at = ""

    def passes(self, step: str) -> None:
        if self.break_at == step:
            self.break_at = ""
            raise Broken(step)

    def open(self) -> OpenedChannel:
        self.passes("open")
        self.opened += 1
        return OpenedChannel(self, self.opened)


class OpenedChannel:
    """An opening; void once there is a later one."""

    def __init__(self, server: ChannelServer, number: int) -> None:
        self.server, self.number = server, number
        self.buffered: list[tuple[list[dict[str, Any]], str | None]] = []

    def append_rows(self, rows: list[dict[str, Any]], start: str | None, end: str | None) -> None:
        self._check("before append")
        self.buffered.append((rows, end))
        self._check("after append")

    def get_latest_committed_offset_token(self) -> str | None:
        self._check("read token")
        self._commit()
        return self.server.token

    def close(self) -> None:
        self.buffered = []

    def _commit(self) -> None:
        if self.buffered:
            self._check("before commit")
            for rows, token in self.buffered:
                self.server.rows += rows
                self.server.token = token
            self.buffered = []
            self._check("after commit")
            self._check("before acknowledging")

    def _check(self, step: str) -> None:
        if self.number != self.server.opened:
            raise Broken("a later opening took over")
        self.server.passes(step)


@pytest.fixture(scope="module")
def known_meters(tmp_path_factory: pytest.TempPathFactory) -> KnownMeters:
    return KnownMeters.of(make_warehouse(tmp_path_factory.mktemp("snowpipe")))


def sink_of(server: ChannelServer, known_meters: KnownMeters) -> SnowpipeSink:
    return SnowpipeSink(server.open, lambda: known_meters, poll_seconds=0, commit_seconds=1, failure=Broken)


@pytest.mark.parametrize("restarts", [False, True], ids=["retries", "restarts"])
@pytest.mark.parametrize("steps", list(itertools.permutations(STEPS, 2)), ids="/".join)
def test_every_row_once_whatever_breaks(known_meters: KnownMeters, steps: tuple[str, str], restarts: bool) -> None:
    """Five messages; the server breaks at one step of the second and at another of the fourth."""
    server = ChannelServer()
    sink, number = sink_of(server, known_meters), 0
    number = int(sink.offsets().get("kafka:c:t:0", "0"))
    breaks = dict(zip((1, 3), steps, strict=True))
    while number < 5:
        server.break_at = breaks.pop(number, server.break_at)
        try:
            sink.put(table(reading(1 + number, NOON, float(number))), {"kafka:c:t:0": str(number + 1)}, ignored)
            number += 1
        except SourceUnavailable:
            if restarts:
                sink, number = _restarted(server, known_meters)
    assert [(row["meter_id"], row["energy_delivered_kwh"]) for row in server.rows] == [
        (n + 1, float(n)) for n in range(5)
    ]
    assert {row["reading_day"] for row in server.rows} == {NOON.date()}


def _restarted(server: ChannelServer, known_meters: KnownMeters) -> tuple[SnowpipeSink, int]:
    """A new process: it knows only what the channel's token says."""
    while True:
        sink = sink_of(server, known_meters)
        try:
            return sink, int(sink.offsets().get("kafka:c:t:0", "0"))
        except SourceUnavailable:
            continue


def test_offsets_of_a_batch_without_rows_go_with_the_next(known_meters: KnownMeters) -> None:
    server = ChannelServer()
    sink = sink_of(server, known_meters)
    sink.put(table(reading(99, NOON)), {"a": "1"}, ignored)
    assert server.token is None
    sink.put(table(reading(1, NOON)), {"b": "1"}, ignored)
    assert sink.offsets() == {"a": "1", "b": "1"}


def test_a_commit_that_never_comes_is_told(known_meters: KnownMeters) -> None:
    class Deaf(OpenedChannel):
        def _commit(self) -> None:
            """Never."""

    server = ChannelServer()
    server.open = lambda: Deaf(server, 0)  # type: ignore[method-assign]
    sink = SnowpipeSink(server.open, lambda: known_meters, poll_seconds=0, commit_seconds=0, failure=Broken)
    with pytest.raises(SourceUnavailable, match="within 0 s"):
        sink.put(table(reading(1, NOON)), {"a": "1"}, ignored)
