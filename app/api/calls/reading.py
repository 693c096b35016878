"""GET /api/calls, /api/calls/{id} and /api/calls/accounts: nothing personal for a viewer, nothing personal in a log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.api.calls.models import AccountRow, AccountsBody, AccountsParams, CallBody, CallRow, CallsBody, CallsParams
from app.api.errors import ApiError
from app.api.life.writing import ChangeHandler
from app.api.models import TimelineEntry
from app.api.needs import ApiRuntime
from app.api.one_body import BodyHandler, NumberedHandler
from app.api.params import read
from app.api.utilities import known_utility
from data_sources.outages.calls import allowed_of_call
from data_sources.outages.calls.accounts import accounts_query, sees_people
from data_sources.query import Query

Row = dict[str, Any]


def calls_body(runtime: ApiRuntime, params: CallsParams) -> CallsBody:
    """The open calls of a utility.

    Raises:
        ApiError: there is no such utility, or several and none is named.
    """
    utility_id = known_utility(runtime, params.utility_id)
    query = Query.of("open_calls", utility_id=utility_id, closed_of=0, sees_people=sees_people(runtime.principal))
    found: list[Row] = runtime.source.fetch(query).to_pylist()
    rows = [CallRow(**row) for row in found if params.outage_id in (None, row["outage_id"])]
    return CallsBody(utility_id=utility_id, count=len(rows), rows=rows)


def call_body(runtime: ApiRuntime, call_id: int) -> CallBody:
    """One call with its timeline.

    Raises:
        ApiError: 404 where there is none.
    """
    owner = runtime.source.fetch(Query.of("utility_of_call", call_id=call_id)).to_pylist()
    if not owner:
        raise ApiError(404, f"There is no call {call_id}.", "call_id")
    utility_id = owner[0]["utility_id"]
    sees = sees_people(runtime.principal)
    query = Query.of("one_call", call_id=call_id, utility_id=utility_id, sees_people=sees)
    (row,) = runtime.source.fetch(query).to_pylist()
    audit = runtime.source.fetch(Query.of("call_audit", call_id=call_id)).to_pylist()
    commands = [one.slug for one in allowed_of_call(is_closed=row["closed_at"] is not None)]
    return CallBody(**row, commands=commands, timeline=[TimelineEntry.of_audit(one) for one in reversed(audit)])


def accounts_body(runtime: ApiRuntime, params: AccountsParams) -> AccountsBody:
    """Accounts that what was typed may mean.

    Raises:
        ApiError: it is too short to mean something, or there is no such utility.
    """
    utility_id = known_utility(runtime, params.utility_id)
    query = accounts_query(utility_id, params.q, runtime.principal)
    if query is None:
        raise ApiError(400, "Give two characters or more.", "q")
    found = [AccountRow(**row) for row in runtime.source.fetch(query).to_pylist()]
    return AccountsBody(utility_id=utility_id, count=len(found), rows=found)


class PersonalHandler(BodyHandler):
    """What answers about persons: no cache keeps it, and what was asked for stands in no log."""

    def initialize(self, provider: Callable[[], ApiRuntime], **more: Any) -> None:
        """Leaves the parameters out of the address that the log tells."""
        super().initialize(provider, **more)
        self.request.uri = self.request.path

    def set_default_headers(self) -> None:
        """No browser and no proxy keeps it."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")


class CallsHandler(PersonalHandler, ChangeHandler):
    """Open calls; a POST to the same address takes one."""

    allowed = "GET, HEAD, POST, OPTIONS"

    async def get(self) -> None:
        """The calls as they are now."""
        params = read(CallsParams, self.request.query_arguments)
        await self.send(lambda: calls_body(self.runtime, params))

    head = get


class CallHandler(PersonalHandler, NumberedHandler):
    """One call; its ETag is its version, to be given back as If-Match."""

    body_of = staticmethod(call_body)


class AccountsHandler(PersonalHandler):
    """Accounts found by what is typed."""

    async def get(self) -> None:
        """The best twelve."""
        params = read(AccountsParams, self.request.query_arguments)
        await self.send(lambda: accounts_body(self.runtime, params))

    head = get
