"""One path that answers a list and takes what is new in it: GET as any endpoint, POST as any command."""

from __future__ import annotations

from app.api.handler import ApiHandler, EndpointHandler
from app.api.life.writing import ChangeHandler


class ListedHandler(EndpointHandler, ChangeHandler):
    """Reads like an endpoint, writes like a change."""

    allowed = "GET, HEAD, POST, OPTIONS"

    def _let_in(self, origins: tuple[str, ...]) -> None:
        """Origins that may read do so; they do not write."""
        if self.request.method != "POST":
            ApiHandler._let_in(self, origins)
