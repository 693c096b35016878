"""Readings into Snowflake through Snowpipe Streaming: an append's rows and offset token are committed together.

The token is the JSON of how far every stream is in, so one channel is enough for several partitions. One append is
under way at a time: it is put, then waited for. If anything fails in between, nobody knows whether the rows are in.
Then the channel is opened anew, which drops what was not committed, and the token it holds decides: the token of the
append means the rows are in, the one before means they are not, and they are appended again.

Assumption, read in the documentation: an append's rows and its end token become durable together, and opening a
channel again drops what its earlier opening had buffered. All of this is tested against a channel server of our own
that fails at every step. It was not run against Snowflake itself.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import pyarrow as pa

from data_sources.errors import SettingsError, SourceUnavailable
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import Landed
from data_sources.pipeline.landing.validation import validate

COMMIT_SECONDS = 60.0  # Snowflake commits within 5 to 10 s
POLL_SECONDS = 0.5
ROWS_PER_APPEND = 10_000  # the most a stream should put into one batch: some 2 MB


class PipeChannel(Protocol):
    """What is used of `snowflake.ingest.streaming.StreamingIngestChannel`."""

    def append_rows(
        self, rows: list[dict[str, Any]], start_offset_token: str | None, end_offset_token: str | None
    ) -> None:
        """Buffer rows; they are committed later, with the end token."""

    def get_latest_committed_offset_token(self) -> str | None:
        """The token of the last rows that are durable; None for a new channel."""

    def close(self) -> None:
        """Give the channel back."""


class SnowpipeSink:
    """The raw readings table of Snowflake, which its dynamic tables deduplicate.

    Args:
        open_channel: opens the channel (again); earlier openings of it are void then.
        read_known_meters: the meters there are.
        commit_seconds: how long to wait for an append before the channel is opened again.
        poll_seconds: between two looks at the token.
        failure: what the channel raises when it fails; everything else passes through.
    """

    def __init__(
        self, open_channel: Callable[[], PipeChannel], read_known_meters: Callable[[], KnownMeters], *,
        commit_seconds: float = COMMIT_SECONDS, poll_seconds: float = POLL_SECONDS,
        failure: type[Exception] = Exception,
    ) -> None:  # fmt: skip
        """Opens nothing."""
        self._open, self._read_dims = open_channel, read_known_meters
        self._commit_seconds, self._poll_seconds = commit_seconds, poll_seconds
        self._failure = failure
        self._channel: PipeChannel | None = None
        self._token: str | None = None
        self._pending: dict[str, str] = {}

    def offsets(self) -> Mapping[str, str]:
        """Out of the channel's committed token.

        Raises:
            SourceUnavailable: the channel cannot be opened.
        """
        self._reopen()
        return _offsets(self._token)

    def put(self, readings: pa.Table, offsets: Mapping[str, str], refuse: Callable[[pa.Table], object]) -> Landed:
        """Tell which rows are rejected, append the others and wait until they are durable.

        Raises:
            SourceUnavailable: it is not known to have worked; putting the same batch again is safe.
        """
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        accepted, rejections = validate(readings, self._read_dims(), now)
        landed = Landed(len(readings), len(accepted), 0, 0, len(rejections), rejections)
        refuse(rejections)
        if self._channel is None:
            self._reopen()
        before = _offsets(self._token)
        if all(before.get(key) == value for key, value in offsets.items()):
            return landed  # an earlier attempt was committed after all
        self._pending |= offsets
        if len(accepted):  # an append without rows carries no token: its offsets go with the next rows
            self._append(accepted.to_pylist(), now, json.dumps({**before, **self._pending}, sort_keys=True))
        return landed

    def close(self) -> None:
        """Give the channel back."""
        if self._channel is not None:
            self._channel.close()
        self._channel = None

    def _append(self, rows: list[dict[str, Any]], now: dt.datetime, token: str) -> None:
        assert self._channel is not None
        try:
            self._channel.append_rows([{**row, "ingested_at": now} for row in rows], None, token)
            self._wait_for(token)
        except self._failure as error:
            self._channel = None  # its state is unknown: the next attempt opens it anew and reads the token
            raise SourceUnavailable(f"Snowflake did not confirm the readings: {error}.") from error
        self._token, self._pending = token, {}

    def _wait_for(self, token: str) -> None:
        assert self._channel is not None
        ends = time.monotonic() + self._commit_seconds
        while self._channel.get_latest_committed_offset_token() != token:
            if time.monotonic() > ends:
                self._channel = None
                raise SourceUnavailable(f"Snowflake did not commit the readings within {self._commit_seconds:.0f} s.")
            time.sleep(self._poll_seconds)

    def _reopen(self) -> None:
        try:
            channel = self._open()
            self._token = channel.get_latest_committed_offset_token()
        except self._failure as error:
            raise SourceUnavailable(f"Snowflake's channel cannot be opened: {error}.") from error
        self._channel, self._pending = channel, {}


def snowflake_channel(
    profile_json: str, *, database: str, schema: str, channel: str, table: str = "AMI_INTERVAL_READINGS_RAW"
) -> Callable[[], PipeChannel]:
    """What opens a channel of a table's own pipe on Snowflake. Not run against Snowflake itself.

    Args:
        profile_json: path of the client's profile (url, user, account, private key), as Snowflake documents it.
        database: of the table.
        schema: of the table.
        channel: its name; two streams into one table need two names.
        table: where to.

    Raises:
        SettingsError: the extra is not installed.
    """
    try:
        from snowflake.ingest.streaming import StreamingIngestClient
    except ImportError as error:
        raise SettingsError(
            "Streaming into Snowflake needs an extra: pip install 'flux-ops-center[stream]'."
        ) from error
    client = StreamingIngestClient("fluxops", database, schema, f"{table}-STREAMING", profile_json=profile_json)

    def open_channel() -> PipeChannel:
        opened: PipeChannel = client.open_channel(channel)[0]
        return opened

    return open_channel


def _offsets(token: str | None) -> dict[str, str]:
    return dict(json.loads(token)) if token else {}
