"""What the history answers by REST: readings of a meter, transformer or feeder, and outages over time.

A page is cut from the answer for the whole range, which every page and every caller shares; a cursor names the time of
the last row sent, so that readings that arrive late shift no page.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from app.api.answers import Rows
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.params import HistoricalParams, OutageTrendParams
from data_sources.analytics.clock import naive_utc
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
    """One page of readings."""
    kind, asset_id = params.asset
    name = f"rest_ami_{kind}{_SUFFIX[params.resolution]}"
    from_at, to_at = _range(params.from_, params.to)
    binds: dict[str, Any] = {"from_at": from_at, "to_at": to_at}
    if params.resolution == "day":
        binds = {"first_day": from_at.date(), "end_day": (to_at - dt.timedelta(microseconds=1)).date() + _DAY}
    rows = source(runtime).fetch(Query.of(name, **{f"{kind}_id": asset_id}, **binds))
    page, cursor = _page(rows, "reading_day" if params.resolution == "day" else "interval_start_at", params)
    members = {f"{kind}_id": asset_id, "resolution": params.resolution}
    return Rows(page, members, None, next_cursor=cursor, is_paged=True)


def outage_trends(runtime: ApiRuntime, utility_id: int, params: OutageTrendParams) -> Rows:
    """Outages by period and cause."""
    from_at, to_at = _range(params.from_, params.to, default=365 * _DAY)
    query = Query.of(
        "rest_outage_trends", utility_id=utility_id, from_at=from_at, to_at=to_at, by=params.by,
        feeder_id=params.feeder_id, cause=params.cause,
    )  # fmt: skip
    return Rows(source(runtime).fetch(query), {"utility_id": utility_id, "by": params.by}, None)


def _range(from_at: dt.datetime | None, to_at: dt.datetime | None, default: dt.timedelta = _DAY) -> tuple[Any, Any]:
    """Naive UTC ends; left out, the present hour's end and a while before the end."""
    now = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
    end = to_at or (from_at + default if from_at else now + dt.timedelta(hours=1))
    first = from_at or end - default
    return naive_utc(first), naive_utc(end)


def _page(rows: pa.Table, column: str, params: HistoricalParams) -> tuple[pa.Table, str | None]:
    """The rows after the cursor, and the next cursor."""
    if params.cursor is not None:
        kind, _, number = params.cursor.partition(".")
        if kind != "after":
            raise ApiError(400, "It belongs to an answer of another kind.", "cursor")
        last = dt.datetime.fromtimestamp(int(number), dt.UTC)
        after = pa.scalar(last.date() if column == "reading_day" else last, rows.schema.field(column).type)
        rows = rows.filter(pc.greater(rows[column], after))
    if rows.num_rows <= params.limit:
        return rows, None
    page = rows.slice(0, params.limit)
    return page, f"after.{_seconds(page[column][-1].as_py())}"


def _seconds(at: dt.date) -> int:
    moment = at if isinstance(at, dt.datetime) else dt.datetime(at.year, at.month, at.day, tzinfo=dt.UTC)
    return int(moment.timestamp())
