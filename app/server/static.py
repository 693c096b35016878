"""Static files and pages as they leave the server: compressed once, kept by browsers, with a content security policy.

Tornado serves static files uncompressed, which is what most of a first view would be made of. The handlers here answer
the same addresses as Bokeh's and Panel's own, from files compressed once a process; `install` puts them in front,
so that `panel serve app`, with or without `--plugins`, is served alike.

Brotli makes the scripts of a page a sixth smaller than gzip does, but takes seconds for them: a thread does that from
the start of the server on (`warm`), and a file that it has not come to yet is sent as gzip.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from concurrent.futures import Future
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import bokeh
import brotli
import panel
from bokeh.embed.bundle import extension_dirs
from bokeh.resources import Resources
from bokeh.server import tornado as bokeh_tornado
from bokeh.server.urls import per_app_patterns, toplevel_patterns
from bokeh.settings import settings as bokeh_settings
from panel.io.server import DocHandler, RootHandler, WSHandler
from tornado.web import HTTPError, RequestHandler

from app.server.alive import AliveHandler, WaitingLine
from app.server.guard import LoopbackOnly, guarded
from app.server.half_open import SocketHandler
from app.server.turns import LONGEST_S, turn
from app.theme import ASSETS
from app.threads import THREADS

KEPT = "public, max-age=31536000, immutable"
LEVEL = 9
QUALITY = 10
"""Of Brotli: a fiftieth larger than at 11, in less than half the time (2.7 s for the scripts of a page)."""
SMALL = 512
PACKED = frozenset({"image/png", "image/jpeg", "image/webp", "font/woff", "font/woff2", "application/zip"})
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2",
         ".woff": "font/woff", ".css": "text/css", ".json": "application/json", ".map": "application/json"}  # fmt: skip

LARGE = (
    ("extensions", "panel-material-ui/panel-material-ui.bundle.js"), ("bokeh", "js/bokeh.min.js"),
    ("extensions", "panel/panel.min.js"), ("bokeh", "js/bokeh-widgets.min.js"), ("bokeh", "js/bokeh-tables.min.js"),
    ("extensions", "panel/bundled/font-awesome/css/all.min.css"),
)  # fmt: skip

VERSION = f"?v={bokeh.__version__}-{panel.__version__}"

# Names that change with their content: `roboto-latin-400-normal-LOX3CHMS.woff2`.
_HASHED = re.compile(r"-[A-Z0-9]{8}\.\w+$")
_ROBOTO_FACE = re.compile(rb"@font-face\s*\{[^}]*Roboto[^}]*\}")

_image_hosts: set[str] = set()


def allow_images_from(url: str) -> None:
    """Let pages load images (map tiles) from the host of a URL; anything that is no URL is ignored."""
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and parts.netloc:
        _image_hosts.add(f"{parts.scheme}://{parts.netloc}")


def content_security_policy() -> str:
    """The tightest policy under which map, tabs and widgets work (measured; the inline scripts are Bokeh's)."""
    images = " ".join(["'self'", "data:", "blob:", *sorted(_image_hosts)])
    return "; ".join([
        "default-src 'self'", "script-src 'self' 'unsafe-inline' blob:", "style-src 'self' 'unsafe-inline'",
        f"img-src {images}", "connect-src 'self' blob:", "font-src 'self' data:", "object-src 'none'",
        "base-uri 'self'", "frame-ancestors 'self'",
    ])  # fmt: skip


class PageHandler(DocHandler):
    """A session's page, opened in its turn, compressed, with its security headers."""

    longest_turn_s = LONGEST_S
    is_gone = False

    async def get(self, *path: str, **options: str) -> None:
        """Open the page, unless whoever asked for it left while others had their turn."""
        async with turn(self.request.path, self.longest_turn_s):
            if not self.is_gone:
                await super().get(*path, **options)

    def on_connection_close(self) -> None:
        """The browser left before it had its page."""
        self.is_gone = True

    def set_default_headers(self) -> None:
        """Headers of every answer, errors too."""
        set_security_headers(self)

    def write(self, chunk: str | bytes | dict[str, Any]) -> None:
        """Compress a whole page; it is written in one piece."""
        if isinstance(chunk, str) and len(chunk) > SMALL and _takes_gzip(self):
            self.set_header("Content-Encoding", "gzip")
            self.add_header("Vary", "Accept-Encoding")
            chunk = gzip.compress(chunk.encode("utf-8"), compresslevel=6)
        super().write(chunk)


class StartHandler(RootHandler):
    """`/`: leads to the page, with what the address says of it."""

    def redirect(self, url: str, permanent: bool = False, status: int | None = None) -> None:
        """Go there, and take the query along."""
        query = self.request.query
        super().redirect(f"{url}?{query}" if query and "?" not in url else url, permanent, status)


class StaticHandler(LoopbackOnly):
    """One file of one of the static roots, compressed where that helps."""

    def initialize(self, place: str) -> None:
        """`place`: "bokeh", "extensions" or "assets"."""
        self.place = place

    def get(self, path: str) -> None:
        """Answer the file; an address that names a version (a query) is kept for a year."""
        file = find(self.place, path)
        if file is None:
            raise HTTPError(404)
        packed = load(str(file), file.stat().st_mtime_ns)
        encoding, content = packed.for_browser(self.request.headers.get("Accept-Encoding", ""))
        self._set_headers(file, packed, encoding)
        if self.check_etag_header():
            self.set_status(304)
            return
        self.write(content)

    def head(self, path: str) -> None:
        """The headers alone."""
        self.get(path)

    def compute_etag(self) -> str | None:
        """The one set with the headers."""
        return self._headers.get("Etag")

    def _set_headers(self, file: Path, packed: Packed, encoding: str) -> None:
        versioned = self.request.query != "" or _HASHED.search(file.name) is not None
        self.set_header("Content-Type", media_type(file))
        self.set_header("Cache-Control", KEPT if versioned else "public, no-cache")
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("X-Content-Type-Options", "nosniff")
        if encoding:
            self.set_header("Content-Encoding", encoding)
        self.set_header("Etag", f'W/"{packed.digest}"')  # weak: the same content in whatever encoding


class Packed:
    """A file's content, as it is and compressed where that helps.

    Attributes:
        digest: of the content.
        pressing: settled when it is compressed as well as can be; None where compressing does not help.
    """

    def __init__(self, plain: bytes, *, is_packed: bool) -> None:
        """Compresses it with gzip at once, and with Brotli in a thread; `is_packed` is compressed already."""
        self.digest = hashlib.sha256(plain).hexdigest()[:20]
        self.pressing: Future[None] | None = None
        self._encoded = {"": plain}
        if not is_packed:
            self._encoded["gzip"] = gzip.compress(plain, compresslevel=LEVEL, mtime=0)
            self.pressing = THREADS.of("files").submit(self._press, plain)

    def for_browser(self, accepted: str) -> tuple[str, bytes]:
        """The smallest there is of what a browser accepts: its encoding (empty for none) and the bytes."""
        encoding = next((one for one in ("br", "gzip") if one in self._encoded and _accepts(accepted, one)), "")
        return encoding, self._encoded[encoding]

    def _press(self, plain: bytes) -> None:
        self._encoded["br"] = brotli.compress(plain, quality=QUALITY)  # without the interpreter's lock


def install() -> None:
    """Answer Bokeh's, Panel's and our own static addresses and pages with the handlers above; safe to call again."""
    bokeh_settings.resources = "server"  # scripts from this server: the page asks nothing of the internet
    bokeh_settings.perform_document_validation = False  # 0.1 s a session, to find mistakes that tests find
    if "bokeh-gl" in Resources._default_components:
        # 56 KB that no figure here uses (canvas is faster than software GL). Bokeh has no other way to leave it out.
        Resources._default_components.remove("bokeh-gl")
    routes: list[Any] = [
        (r"/static/extensions/(.*)", StaticHandler, {"place": "extensions"}),
        (r"/static/(?!extensions/)(.*)", StaticHandler, {"place": "bokeh"}),
        (r"/(?:app/)?assets/(.*)", StaticHandler, {"place": "assets"}),
        (r"/(?:app/)?alive", AliveHandler, {"line": WaitingLine()}),
    ]
    if routes[0] not in toplevel_patterns:
        toplevel_patterns[1:1] = routes
        toplevel_patterns[0] = (toplevel_patterns[0][0], StartHandler)
        vars(bokeh_tornado)["RootHandler"] = StartHandler  # by which Bokeh knows who is given its list of pages
    patterns: list[Any] = per_app_patterns
    ours: Any = {DocHandler: PageHandler, WSHandler: SocketHandler}
    patterns[:] = [(address, guarded(ours.get(handler, handler)), *rest) for address, handler, *rest in patterns]


def warm() -> None:
    """Compress the largest files of a page in a thread, before anybody asks for them."""
    files = [file for place, path in LARGE if (file := find(place, path)) is not None]
    THREADS.of("files").submit(lambda: [load(str(file), file.stat().st_mtime_ns) for file in files])


def set_security_headers(handler: RequestHandler) -> None:
    """Headers every page carries."""
    handler.set_header("Content-Security-Policy", content_security_policy())
    handler.set_header("X-Content-Type-Options", "nosniff")
    handler.set_header("Referrer-Policy", "same-origin")


def versioned(address: str) -> str:
    """The address of a script or stylesheet of this server with a version in it, so that browsers may keep it."""
    is_ours = "://" not in address and "static/" in address
    return address + VERSION if is_ours and "?" not in address else address


@lru_cache(maxsize=1)
def fonts() -> tuple[str, ...]:
    """Addresses of the two fonts that every page needs, so that it can ask for them at once."""
    folder = Path(extension_dirs["panel-material-ui"])
    found = (next(folder.glob(f"roboto-latin-{weight}-normal-*.woff2"), None) for weight in (400, 700))
    return tuple(f"static/extensions/panel-material-ui/{file.name}" for file in found if file)


def find(place: str, path: str) -> Path | None:
    """The file behind an address; None where there is none, or where it lies outside its root."""
    name, _, rest = path.partition("/")
    if place == "extensions":
        root = extension_dirs.get(name)
        if root is None:
            return None
    else:
        root, rest = (bokeh_settings.bokehjs_path() if place == "bokeh" else ASSETS), path
    root = Path(root).resolve()
    try:
        file = (root / rest).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None
    except (OSError, ValueError):  # a name that no file can have: too long, or with a NUL in it
        return None


@lru_cache(maxsize=256)
def load(path: str, saved: int) -> Packed:  # noqa: ARG001 - the time of saving is part of the cache's key
    """A file's content, compressed once a process and once more after it was saved."""
    plain = correct(Path(path).name, Path(path).read_bytes())
    return Packed(plain, is_packed=len(plain) < SMALL or media_type(Path(path)).split(";")[0] in PACKED)


def correct(name: str, content: bytes) -> bytes:
    """A file as it should have been shipped.

    panel-material-ui 0.16 declares Roboto twice: in its bundle with the range of characters of each alphabet, and in
    material-icons.css without, so that a page in English loads nine alphabets (260 KB). The second is left out.
    """
    return _ROBOTO_FACE.sub(b"", content) if name == "material-icons.css" else content


def media_type(file: Path) -> str:
    """The media type by the file's ending; text is UTF-8."""
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _takes_gzip(handler: RequestHandler) -> bool:
    return _accepts(handler.request.headers.get("Accept-Encoding", ""), "gzip")


def _accepts(header: str, encoding: str) -> bool:
    """Whether an `Accept-Encoding` names an encoding, and does not refuse it."""
    offers = (offer.replace(" ", "").lower() for offer in header.split(","))
    return any(offer.split(";")[0] == encoding and not offer.endswith((";q=0", ";q=0.0")) for offer in offers)
