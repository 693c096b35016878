"""What the history answers by REST: readings of a meter, transformer or feeder, and outages over time.

A page is cut from the answer for the whole range, which every page and every caller shares; a cursor names the time and
the length of the last row sent, so that readings that arrive late shift no page.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.api.answers import Rows
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.params import HistoricalParams, OutageTrendParams
from data_sources.analytics.clock import local_time, midnight_utc, naive_utc, seconds_of, utc_offsets
from data_sources.query import Query
from data_sources.source import Source
from data_sources.statements import statement

READING_COLUMNS = statement("rest_ami_meter").result
TREND_COLUMNS = statement("rest_outage_trends").result
TOPICS = statement("rest_ami_meter").topics
TREND_TOPICS = statement("rest_outage_trends").topics
_SUFFIX = {"15min": "", "hour": "_hour", "day": "_day"}
_DAY = dt.timedelta(days=1)


def source(runtime: ApiRuntime) -> Source:
    """The history.

    Raises:
        ApiError: 503, there is none.
    """
    if runtime.sources.history is None:
        raise ApiError(503, "No history is connected to this server, so it has no readings to answer with.")
    return runtime.sources.history


def readings(runtime: ApiRuntime, params: HistoricalParams) -> Rows:
    """One page of readings; hours and days are those of the utility's clock, each once and whole."""
    kind, asset_id = params.asset
    history, by = source(runtime), params.resolution
    zone = _time_zone(history, kind, asset_id)
    from_at, to_at = _range(_on_clock(params.from_, zone), _on_clock(params.to, zone))
    binds = {"15min": _instants, "hour": _hours, "day": _days}[by](from_at, to_at, zone)
    rows = history.fetch(Query.of(f"rest_ami_{kind}{_SUFFIX[by]}", **{f"{kind}_id": asset_id}, **binds))
    rows = _with_lengths(rows, zone) if by == "day" else rows
    page, cursor = _page(rows, "reading_day" if by == "day" else "interval_start_at", params)
    return Rows(page, {f"{kind}_id": asset_id, "resolution": by}, None, next_cursor=cursor, is_paged=True)


def outage_trends(runtime: ApiRuntime, utility_id: int, params: OutageTrendParams) -> Rows:
    """Outages by period and cause."""
    from_at, to_at = _range(params.from_, params.to, default=365 * _DAY)
    query = Query.of(
        "rest_outage_trends", utility_id=utility_id, from_at=from_at, to_at=to_at, by=params.by,
        feeder_id=params.feeder_id, cause=params.cause,
    )  # fmt: skip
    return Rows(source(runtime).fetch(query), {"utility_id": utility_id, "by": params.by}, None)


def _time_zone(history: Source, kind: str, asset_id: int) -> str:
    """The clock of whose readings are asked for; UTC where nobody has any."""
    ids = {"meter_id": -1, "transformer_id": -1, "feeder_id": -1} | {f"{kind}_id": asset_id}
    found = history.fetch(Query.of("rest_ami_time_zone", **ids))["time_zone"].to_pylist()
    return str(found[0]) if found else "UTC"


def _on_clock(at: dt.datetime | None, zone: str) -> dt.datetime | None:
    """An instant; a date alone becomes the instant of its midnight."""
    return midnight_utc(at.date(), zone).replace(tzinfo=dt.UTC) if at is not None and at.tzinfo is None else at


def _instants(from_at: dt.datetime, to_at: dt.datetime, _zone: str) -> dict[str, Any]:
    return {"from_at": from_at, "to_at": to_at}


def _hours(from_at: dt.datetime, to_at: dt.datetime, zone: str) -> dict[str, Any]:
    """The hours of a clock that begin in a range, and how many minutes past the hours of UTC they do."""
    phase = -int(utc_offsets(seconds_of([np.datetime64(from_at)]), zone)[0]) // 60 % 60
    past = dt.timedelta(minutes=phase)
    first, end = (_next(at - past, dt.timedelta(hours=1)) + past for at in (from_at, to_at))
    return {"from_at": first, "to_at": end, "phase_minutes": phase}


def _days(from_at: dt.datetime, to_at: dt.datetime, zone: str) -> dict[str, Any]:
    """The local days whose midnight lies in a range."""
    first, end = (local_time(at - dt.timedelta(microseconds=1), zone).date() + _DAY for at in (from_at, to_at))
    return {"first_day": first, "end_day": end}


def _next(at: dt.datetime, step: dt.timedelta) -> dt.datetime:
    """The instant itself if it is on a step, else the next one that is."""
    return at + -(at - dt.datetime(1970, 1, 1)) % step


def _with_lengths(rows: pa.Table, zone: str) -> pa.Table:
    """Local days with their lengths: 23 and 25 hours twice a year."""
    days = rows["reading_day"].to_pylist()
    lengths = [(midnight_utc(day + _DAY, zone) - midnight_utc(day, zone)) // dt.timedelta(minutes=1) for day in days]
    place = rows.schema.get_field_index("interval_minutes")
    return rows.set_column(place, rows.schema.field(place), pa.array(lengths, rows.schema.field(place).type))


def _range(from_at: dt.datetime | None, to_at: dt.datetime | None, default: dt.timedelta = _DAY) -> tuple[Any, Any]:
    """Naive UTC ends; left out, the present hour's end and a while before the end."""
    now = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
    end = to_at or (from_at + default if from_at else now + dt.timedelta(hours=1))
    first = from_at or end - default
    return naive_utc(first), naive_utc(end)


def _page(rows: pa.Table, column: str, params: HistoricalParams) -> tuple[pa.Table, str | None]:
    """The rows after the cursor, and the next cursor: intervals of several lengths may begin at one time."""
    if params.cursor is not None:
        _, seconds, minutes = params.cursor.split(".")
        last = dt.datetime.fromtimestamp(int(seconds), dt.UTC)
        after = pa.scalar(last.date() if column == "reading_day" else last, rows.schema.field(column).type)
        is_longer = pc.and_(pc.equal(rows[column], after), pc.greater(rows["interval_minutes"], int(minutes)))
        rows = rows.filter(pc.or_(pc.greater(rows[column], after), is_longer))
    if rows.num_rows <= params.limit:
        return rows, None
    page = rows.slice(0, params.limit)
    return page, f"after.{_seconds(page[column][-1].as_py())}.{page['interval_minutes'][-1].as_py()}"


def _seconds(at: dt.date) -> int:
    moment = at if isinstance(at, dt.datetime) else dt.datetime(at.year, at.month, at.day, tzinfo=dt.UTC)
    return int(moment.timestamp())
