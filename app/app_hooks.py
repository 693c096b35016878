"""What happens around all sessions: everything up before the first visitor, everything down after the last."""

from __future__ import annotations

import logging
from typing import Any

from app import wiring
from app.server import building, closed_pages, definitions, interpreter, sending, static, stills, upstream_costs
from app.server.garbage import COLLECTIONS
from data_sources.errors import FluxError

log = logging.getLogger(__name__)

static.install()  # before Bokeh puts its addresses together
static.warm()  # done before the rest of the start is
stills.install()
upstream_costs.install()
definitions.install()
building.install()
closed_pages.install()
sending.install()
interpreter.install()


def on_server_loaded(server_context: Any) -> None:  # noqa: ARG001 - Bokeh's signature
    """Start everything, or end the process with one sentence: Bokeh would only log an error and go on half alive."""
    try:
        running = wiring.start()
    except FluxError as error:
        raise SystemExit(f"fluxops: {error}") from error
    except Exception as error:
        log.exception("The server could not start.")
        raise SystemExit(f"fluxops: an unforeseen error: {type(error).__name__}: {error}") from error
    static.allow_images_from(running.settings.tiles_url)
    COLLECTIONS.start()


def on_server_unloaded(server_context: Any) -> None:  # noqa: ARG001 - Bokeh's signature
    """Stop everything."""
    wiring.stop()
