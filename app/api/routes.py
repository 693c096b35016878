"""The API's routes: a plain list, in the form that `panel serve --plugins` takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tornado.web import RedirectHandler, RequestHandler

from app.api.agent.reading import AgentHistoryHandler, AgentThreadsHandler
from app.api.agent.writing import AgentFeedbackHandler, AgentStreamHandler
from app.api.alarms.reading import alarm_body
from app.api.asset_health.files import ASSET_FILES, AssetFileHandler
from app.api.bodies import Bodies
from app.api.calls.reading import AccountsHandler, CallHandler, CallsHandler
from app.api.docs import DocsFilesHandler, DocsHandler, OpenApiHandler
from app.api.documents.reading import DocumentFileHandler, DocumentPageHandler
from app.api.endpoint import Endpoint
from app.api.endpoints import ENDPOINTS
from app.api.handler import EndpointHandler, UnknownPathHandler
from app.api.life.by_method import ByMethod
from app.api.life.change_route import ChangeRoute
from app.api.life.changes import CHANGES
from app.api.life.reading import outage_body
from app.api.life.sheet import SheetHandler
from app.api.life.writing import ChangeHandler
from app.api.meters.messages import MeterMessagesHandler
from app.api.needs import ApiRuntime
from app.api.one_body import NumberedHandler
from app.api.orders.reading import order_body
from app.api.public.board import PublicBoard
from app.api.public.handler import PublicFileHandler, PublicOutagesHandler, PublicPageHandler
from app.api.shift_log.report import HandoverHandler
from app.api.thermal.trace import ThermalHandler
from app.threads import THREADS, Threads
from data_sources.outages.calls import TakeCall

Route = tuple[str, type[RequestHandler], dict[str, Any]]

HEARTBEAT_S = 15.0


def build_routes(
    provider: Callable[[], ApiRuntime], *, heartbeat_s: float = HEARTBEAT_S, threads: Threads = THREADS
) -> list[Route]:
    """All routes over one runtime.

    Args:
        provider: gives the runtime, started; may block, is called in a thread.
        heartbeat_s: seconds of silence after which a stream says that it is still at work: an idle proxy would cut it.
        threads: where the assistant's answers are taken.
    """
    bodies = Bodies()
    made = {one.path: one for one in CHANGES}
    answers = [_answer(provider, one, bodies, made.get(one.path)) for one in ENDPOINTS]
    changes: list[Route] = [(one.pattern, ChangeHandler, {"provider": provider, "route": one}) for one in CHANGES]
    taking = next(one for one in CHANGES if one.command is TakeCall)
    stream = {"provider": provider, "heartbeat_s": heartbeat_s, "threads": threads}
    public: dict[str, Any] = {"provider": provider, "board": PublicBoard()}
    return [
        *answers,
        (taking.path, CallsHandler, {"provider": provider, "route": taking}),
        ("/api/calls/accounts", AccountsHandler, {"provider": provider}),
        (r"/api/calls/(\d{1,18})", CallHandler, {"provider": provider}),
        *changes,
        ("/api/meter-messages", MeterMessagesHandler, {"provider": provider}),
        ("/api/agent/stream", AgentStreamHandler, stream),
        ("/api/agent/feedback", AgentFeedbackHandler, {"provider": provider}),
        ("/api/agent/threads", AgentThreadsHandler, {"provider": provider}),
        (r"/api/agent/threads/(\d{1,18})/history", AgentHistoryHandler, {"provider": provider}),
        ("/api/public/outages", PublicOutagesHandler, public),
        ("/public", PublicPageHandler, public),
        (r"/public/([\w.]{1,40})", PublicFileHandler, public),
        (r"/api/alarms/(\d{1,18})", NumberedHandler, {"provider": provider, "body_of": alarm_body}),
        (r"/api/work-orders/(\d{1,18})", NumberedHandler, {"provider": provider, "body_of": order_body}),
        (r"/api/shift-log/report\.(html|pdf)", HandoverHandler, {"provider": provider}),
        (r"/api/outages/(\d{1,18})", NumberedHandler, {"provider": provider, "body_of": outage_body}),
        (r"/api/outages/(\d{1,18})/switching-sheet\.pdf", SheetHandler, {"provider": provider}),
        *((path, AssetFileHandler, {"provider": provider, "name": name}) for path, name in ASSET_FILES.items()),
        (r"/api/documents/(\d{1,18})/file", DocumentFileHandler, {"provider": provider}),
        (r"/api/documents/(\d{1,18})/pages/([1-9]\d{0,8})", DocumentPageHandler, {"provider": provider}),
        (r"/api/transformers/(\d{1,9})/thermal", ThermalHandler, {"provider": provider}),
        ("/api/openapi.json", OpenApiHandler, {}),
        ("/api(?:/.*)?", UnknownPathHandler, {"provider": provider}),
        ("/docs", DocsHandler, {}),
        ("/docs/", RedirectHandler, {"url": "../docs"}),
        ("/docs/(.+)", DocsFilesHandler, {}),
    ]


def _answer(
    provider: Callable[[], ApiRuntime], endpoint: Endpoint, bodies: Bodies, change: ChangeRoute | None
) -> Route:
    """One endpoint; where a command makes what its list holds, the path takes that, too."""
    given = {"provider": provider, "endpoint": endpoint, "bodies": bodies}
    if change is None:
        return endpoint.path, EndpointHandler, given
    writes = ChangeHandler, {"provider": provider, "route": change}
    return endpoint.path, ByMethod, {"reads": (EndpointHandler, given), "writes": writes}
