"""HtmlView: one Bokeh model that shows HTML made in Python and hands back what is clicked, chosen or typed in it.

A list of 300 rows as widgets would be 300 models; here it is one string, and the browser changes only what differs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import panel as pn
import param
from bokeh.document import Document
from panel.custom import JSComponent, ReactiveESM
from panel.viewable import Viewer

from app import theme
from app.widgets.html import join

OnAction = Callable[[Any], None]
OnMessage = Callable[[Any], None]


DATA = ("html", "server_time")
SENT = ("name", "css_classes", "stylesheets", "sizing_mode", "align", "margin", "visible", *DATA)


class HtmlModel(JSComponent):
    """The part of an HtmlView that exists in the browser; only these params travel."""

    html = param.String(default="", doc="What stands there.")
    server_time = param.Number(
        default=0.0, doc="Time of the server when html was set, s since 1970; running times use it."
    )

    # Only the module's address travels with each view; its 20 KB are fetched once, compressed, and kept by the browser.
    _esm: ClassVar[str] = (
        f'const at = new URL("{theme.asset_url("js/html_view.js")}", document.baseURI).href;\n'
        "export const { render } = await import(at);"
    )

    def __init__(self, on_message: OnMessage, **params: Any) -> None:
        """`on_message` gets what the browser sends."""
        super().__init__(server_time=time.time(), **params)  # type: ignore[no-untyped-call]  # Panel's is bare
        self._on_message = on_message

    def _handle_msg(self, data: Any) -> None:
        self._on_message(data)

    @property
    def _linked_properties(self) -> tuple[str, ...]:
        """Nothing is taken from the browser but messages."""
        return ()

    def _init_params(self) -> dict[str, Any]:
        """What differs from view to view; the other forty params of a component stay as they are."""
        return {name: value for name in SENT if (value := getattr(self, name)) is not None}

    def _get_properties(self, doc: Document | None) -> dict[str, Any]:
        """The same as Panel answers, without looking at every param of every view: 13 of them are on a page."""
        if not type(self)._data_model__initialized:
            properties: dict[str, Any] = super()._get_properties(doc)  # the first one describes its data to the browser
            return properties
        properties = super(ReactiveESM, self)._get_properties(doc)
        data = {name: properties.pop(name) for name in DATA}
        name = type(self).__name__
        return {
            **properties, "_defs": [], "bundle": None, "class_name": name, "css_bundle": None, "dev": False,
            "data": self._data_model(esm_constants={}, **data), "esm": self._esm, "events": [], "importmap": {},
            "name": name, "render_policy": self._render_policy,
        }  # fmt: skip


class HtmlView(Viewer):
    """Base of the widgets that are HTML.

    In the HTML, `data-action` names what a click means and `data-value` what it is about; `data-change` the same for a
    box or a choice, `data-input` for text as it is typed; `data-submit` of a form hears "values" (its fields by name,
    each a list) and a "key" of its own when it is sent; `data-copy` of a button copies the text of a field by its name;
    what has `data-drag` can be dropped on what has `data-drop`, which names the action and hears "what", "on", "along"
    and a "key". `data-key` tells which element is which when lists change; a new `data-rev` lets go of what a person
    typed or unfolded; a new `data-focus` puts the focus into its field; a new `data-show` is brought into sight;
    a new `data-newest` brings the last part of the log beside this view, which `data-log` names by its class, to the
    top; Enter sends the form of a text with `data-enter`;
    `data-draft` names a form in which what is typed outlives a reload of the page.

    Args:
        css_classes: names by which the stylesheet of the surrounding room places it.
        room: its stylesheet in assets/css, after the base.
        params: of the subclass.

    Attributes:
        Model: its part in the browser.
    """

    Model: ClassVar[type[HtmlModel]] = HtmlModel

    def __init__(self, *, css_classes: Sequence[str] = (), room: str = "widgets", **params: Any) -> None:
        """Starts empty."""
        super().__init__(**params)  # type: ignore[no-untyped-call]  # Panel's is bare
        self._actions: dict[str, list[OnAction]] = {}
        self._seen: float | None = None
        self._said_again: float | None = None
        self.model = self.Model(
            self._take,
            css_classes=[*css_classes],
            stylesheets=[theme.stylesheet("base"), theme.stylesheet(room)],
            sizing_mode="stretch_width",
            margin=0,
        )
        self.on("seen", self._note_seen)
        pn.state.onload(self._catch_up)

    def __panel__(self) -> HtmlModel:
        """What Panel puts into the page."""
        return self.model

    @property
    def html(self) -> str:
        """What stands there now."""
        return str(self.model.html)

    def write(self, *children: object) -> None:
        """Show this; nothing is sent when nothing changed."""
        html = join(*children)
        if html != self.model.html.rstrip(" "):
            self.model.param.update(html=html, server_time=time.time())

    def on(self, action: str, callback: OnAction) -> None:
        """Call back with the value when that action happens."""
        self._actions.setdefault(action, []).append(callback)

    def _note_seen(self, server_time: Any) -> None:
        self._seen = float(server_time)
        if pn.state.loaded:  # else the changes that still come are lost too: wait
            self._catch_up()

    def _catch_up(self) -> None:
        """Say again what the browser may have missed.

        Panel 1.9.4 drops changes of components made between the moment a browser has pulled the document and the moment
        it says that it is ready (`hold` in io/document.py). The browser tells what it drew first; if that is not what
        stands here, it is sent once more (a space makes it another text, so that it is sent at all).
        """
        if self._seen is not None and self.model.server_time not in (self._seen, self._said_again):
            self._said_again = time.time()
            self.model.param.update(html=self.model.html + " ", server_time=self._said_again)

    def _take(self, message: Any) -> None:
        """What the browser sends: {"action": …, "value": …}."""
        if isinstance(message, dict):
            for callback in self._actions.get(str(message.get("action")), []):
                callback(message.get("value"))
