"""Opens the page in a session: the shell, dressed for its first paint, or in words why there is none."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from typing import Any

import panel as pn
from bokeh.util.warnings import BokehUserWarning

from app import theme
from app.maps import Maps
from app.page import address as urlstate
from app.page.material import material_theme
from app.page.shell import TEMPLATE, TITLE, Shell
from app.page.upstream import quiet_page
from app.server import static, stills
from app.state import AppState
from app.widgets.error_card import error_card
from layers.style import MapStyle

log = logging.getLogger(__name__)

# Of what a page has just been given Bokeh's client sends the whole along with the first message that names it, until
# its own list is renewed; the server knows it and takes the message as it is.
warnings.filterwarnings("ignore", "reference already known", BokehUserWarning)
MAP_TAB = "operations-dashboard"  # whose map a page shows before anything runs in it


def open_page(start: Callable[[], Any]) -> None:
    """Serve the page in the current session, or one that says in words why it cannot be.

    Args:
        start: answers the running parts of this process (see `app.wiring.Runtime`); it may raise.
    """
    # Without this call in each session every extension that any module imported would be loaded (130 KB more).
    pn.extension(notifications=True, apply_signatures=False)
    try:
        running = start()
        shell = Shell(
            sources=running.sources, feed=running.feed, maps=running.maps,
            tabs_dir=running.settings.tabs_dir, query=_address_query(), commands=running.commands,
            principal=running.principal, assistant=lambda: running.assistant,
        )  # fmt: skip
        shell.start()
        shell.page.servable(title=TITLE)
        _dress(shell.state.theme, shell.state.palette, _first_map(shell.state, running.maps))
    except Exception as error:  # the last place where anything can still be said to the person
        log.exception("The page could not be built.")
        failed_page(error).servable(title=TITLE)
        _dress("dark", "standard")


def _first_map(state: AppState, maps: Maps) -> dict[str, Any] | None:
    """What the map will show first, in its place; None where it begins elsewhere, or another tab does."""
    if (
        state.tab != MAP_TAB
        or state.viewport is not None
        or state.utility_id is None
        or state.selection.asset is not None
    ):
        return None
    found = maps.still(state.utility_id, MapStyle(theme=state.theme, vision=state.palette))
    if found is None:
        return None
    images = {"network": stills.publish(found.network), "land": stills.publish(found.land)}
    return {**images, "ratio": round(found.ratio, 4)}


def _dress(surface: str, palette: str, first_map: dict[str, Any] | None = None) -> None:
    """What assets/page.html needs to look right before the first component is there."""
    document: Any = pn.state.curdoc
    document.template_variables.update(
        flux_theme=surface,
        flux_palette=palette,
        flux_css={"tokens": theme.stylesheet("tokens"), "frame": theme.stylesheet("frame")},
        flux_lost=theme.asset_url("js/lost.js"),
        flux_fonts=static.fonts(),
        flux_first_map=first_map,
        flux_modules=[root.esm for root in document.roots if getattr(root, "bundle", None) == "url"],
    )


def failed_page(error: Exception) -> Any:
    """A page that says in words why there is no other."""
    advice = "Reload the page to try again; the server's log says more."
    card = error_card("Flux cannot start", str(error), still_works=advice)
    return quiet_page(
        main=[card], meta_title=TITLE, template=TEMPLATE, theme="dark", theme_toggle=False,
        theme_config=material_theme(),
    )  # fmt: skip


def _address_query() -> str:
    document: Any = pn.state.curdoc
    request = document.session_context.request if document and document.session_context else None
    arguments = request.arguments if request else {}
    return urlstate.join((key, text.decode("utf-8", "replace")) for key, texts in arguments.items() for text in texts)
