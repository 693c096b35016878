"""Of which utility something is asked or changed, where it need not be said."""

from __future__ import annotations

from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from data_sources.query import Query


def only_utility(runtime: ApiRuntime) -> int:
    """The one utility there is.

    Raises:
        ApiError: there are several, or none: it must be said of which.
    """
    known = runtime.sources.live.fetch(Query.of("utilities"))["utility_id"].to_pylist()
    if len(known) != 1:
        raise ApiError(422, "Say of which utility.", "utility_id")
    return int(known[0])


def known_utility(runtime: ApiRuntime, utility_id: int | None) -> int:
    """The utility named, or the only one.

    Raises:
        ApiError: there is no such utility, or none is named and there are several.
    """
    if utility_id is None:
        return only_utility(runtime)
    if utility_id not in runtime.sources.live.fetch(Query.of("utilities"))["utility_id"].to_pylist():
        raise ApiError(404, f"There is no utility {utility_id}.", "utility_id")
    return utility_id
