"""The first maps of pages, under addresses that change with what they show, so that a browser keeps them."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from bokeh.server.urls import toplevel_patterns
from tornado.web import HTTPError

from app.server.guard import LoopbackOnly
from app.server.static import KEPT

MOST = 64  # images: of a utility one in each theme and palette, and the land under it

_kept: OrderedDict[str, bytes] = OrderedDict()
_lock = threading.Lock()


class StillHandler(LoopbackOnly):
    """One image."""

    def get(self, digest: str) -> None:
        """Answer it; whoever has it never asks again."""
        with _lock:
            image = _kept.get(digest)
        if image is None:
            raise HTTPError(404)
        self.set_header("Content-Type", "image/png")
        self.set_header("Cache-Control", KEPT)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.write(image)


def publish(image: bytes) -> str:
    """The address of a PNG file, relative to the page's."""
    digest = hashlib.sha256(image).hexdigest()[:20]
    with _lock:
        _kept[digest] = image
        _kept.move_to_end(digest)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return f"stills/{digest}.png"


def install() -> None:
    """Answer those addresses; safe to call again."""
    route = (r"/(?:app/)?stills/([0-9a-f]{20})\.png", StillHandler)
    if route not in toplevel_patterns:
        toplevel_patterns[1:1] = [route]
