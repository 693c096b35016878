"""One path of the API, and what paths have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pydantic import BaseModel

from app.api.answers import Answer
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.negotiate import ARROW, GEOJSON, JSON
from app.api.params import NoParams, UtilityParams
from app.threads import Kind
from data_sources.query import Query
from data_sources.statements import statement

PLACED = (JSON, GEOJSON, ARROW)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path of the API.

    Attributes:
        path: below the server's prefix.
        summary: one line for the list.
        params: the query parameters.
        answer: makes the answer; runs in a worker thread and may block.
        media: the forms it offers, the default first.
        topics: changes that make an answer out of date; empty for what changes with the clock.
        model: what the JSON form holds, where it is one object; with `rows`, what it holds besides them.
        rows: the columns of its rows, where it is a list.
        threads: where `answer` runs, by what it waits for.
        is_history: asks the history, which others may write without telling: its answers are vouched for by the minute.
    """

    path: str
    summary: str
    params: type[NoParams]
    answer: Callable[[ApiRuntime, Any], Answer]
    media: tuple[str, ...] = (JSON,)
    topics: tuple[str, ...] = ()
    model: type[BaseModel] | None = None
    rows: pa.Schema | None = None
    threads: Kind = "rest"
    is_history: bool = False


def asked_utility(runtime: ApiRuntime, params: UtilityParams) -> int:
    """The utility asked about, the first one where none is named.

    Raises:
        ApiError: 404, there is none.
    """
    known = runtime.sources.live.fetch(Query.of("utilities"))["utility_id"].to_pylist()
    wanted = params.utility_id
    if wanted is None and not known:
        raise ApiError(404, "There is no utility yet: load one with `fluxops demo` or `fluxops import`.", "utility_id")
    if wanted is not None and wanted not in known:
        raise ApiError(404, f"There is no utility {wanted}.", "utility_id")
    return int(known[0]) if wanted is None else wanted


def topics_of(*statements: str) -> tuple[str, ...]:
    """What makes an answer out of date that is made of some statements."""
    return tuple(dict.fromkeys(topic for name in statements for topic in statement(name).topics))
