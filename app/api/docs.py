"""The OpenAPI document and the page that shows it; everything the page needs is shipped in `assets/swagger`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from tornado.web import HTTPError

from app.api.compress import EMPTY, gzip_body
from app.api.negotiate import JSON, takes_gzip
from app.api.openapi import document_json
from app.server.guard import LoopbackOnly

SWAGGER = Path(str(files("assets"))) / "swagger"
_KINDS = {
    "swagger-ui.css": "text/css; charset=UTF-8",
    "swagger-ui-bundle.js": "text/javascript; charset=UTF-8",
    "start.js": "text/javascript; charset=UTF-8",
}
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
)


class OpenApiHandler(LoopbackOnly):
    """GET /api/openapi.json."""

    def get(self) -> None:
        """The document; it is the same for as long as the program is."""
        content = document_json()
        self.set_header("Content-Type", JSON)
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("Cache-Control", "no-cache")
        if takes_gzip(self.request.headers.get("Accept-Encoding", "")):
            self.set_header("Content-Encoding", "gzip")
            content = gzip_body(EMPTY, content)
        self.finish(content)

    head = get


class DocsHandler(LoopbackOnly):
    """GET /docs: Swagger UI over that document."""

    def get(self) -> None:
        """The page; its links are relative, so that it works below any prefix."""
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("Cache-Control", "no-cache")
        self.finish((SWAGGER / "index.html").read_bytes())

    head = get


class DocsFilesHandler(LoopbackOnly):
    """GET /docs/…: the page's scripts and styles."""

    def get(self, name: str) -> None:
        """One of the shipped files, and no other."""
        if name not in _KINDS:
            raise HTTPError(404)
        self.set_header("Content-Type", _KINDS[name])
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("X-Content-Type-Options", "nosniff")
        if takes_gzip(self.request.headers.get("Accept-Encoding", "")):
            self.set_header("Content-Encoding", "gzip")
            self.finish(_compressed(name))
        else:
            self.finish((SWAGGER / name).read_bytes())

    head = get


@cache
def _compressed(name: str) -> bytes:
    return gzip_body(EMPTY, (SWAGGER / name).read_bytes())
