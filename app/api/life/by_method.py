"""One path with a handler for those who read it and another for those who write to it."""

from __future__ import annotations

from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.web import Application, RequestHandler

ALLOWED = "GET, HEAD, POST, OPTIONS"
"""What both answer together."""

Handling = tuple[type[RequestHandler], dict[str, Any]]
"""A handler and the keyword arguments of its route."""


class ByMethod(RequestHandler):
    """Hands each request to the handler of its method: neither handler knows of the other."""

    def __new__(cls, application: Application, request: HTTPServerRequest, *, reads: Handling, writes: Handling) -> Any:
        """The handler of one request.

        Args:
            application: of tornado.
            request: what is asked.
            reads: of all methods but POST; it answers OPTIONS and refuses what there is not.
            writes: of POST.
        """
        kind, given = writes if request.method == "POST" else reads
        return kind(application, request, allowed=ALLOWED, **given)
