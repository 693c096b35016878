"""What an HtmlView sends to the browser is what Panel would send, made with less work; nothing is taken from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bokeh.document import Document
from bokeh.model import Model
from panel.custom import JSComponent
from panel.io.state import set_curdoc

from app.widgets.html import el
from app.widgets.html_view import HtmlModel, HtmlView


@pytest.fixture
def document() -> Iterator[Document]:
    document = Document()
    with set_curdoc(document):
        HtmlView().model.get_root(document)  # the first one of a process describes its data to the browser
        yield document


class PanelsOwn(HtmlModel):
    """The same component, described by Panel."""

    _init_params = JSComponent._init_params
    _get_properties = JSComponent._get_properties


def sent(model: Model) -> dict[str, Any]:
    """What differs from the defaults of Bokeh's model, as plain values; without names and numbers of objects."""
    found: dict[str, Any] = {}
    for name, value in model.properties_with_values().items():
        if isinstance(value, Model):
            value = sent(value)
        elif isinstance(value, list):
            value = [sent(one) if isinstance(one, Model) else one for one in value]
        found[name] = value
    return {name: value for name, value in found.items() if name not in ("name", "class_name", "tags")}


def described(kind: type[HtmlModel], document: Document, **params: Any) -> dict[str, Any]:
    kind(print, css_classes=["first"]).get_root(document)
    model = kind(print, css_classes=["place"], stylesheets=["assets/css/x.css"], **params)
    model.param.update(html="<p>here</p>", server_time=5.0)
    return sent(model.get_root(document))


@pytest.mark.parametrize(
    "params", [{"sizing_mode": "stretch_width", "margin": 0}, {"align": "center"}, {"visible": False}], ids=str
)
def test_the_same_is_sent_as_panel_sends(document: Document, params: dict[str, Any]) -> None:
    ours, theirs = described(HtmlModel, document, **params), described(PanelsOwn, document, **params)
    assert ours == theirs
    assert ours["data"]["html"] == "<p>here</p>"


def test_html_reaches_the_browser_and_never_comes_from_it(document: Document) -> None:
    view = HtmlView()
    root: Any = view.model.get_root(document)
    view.write(el("p", "one"))
    assert root.data.html == "<p>one</p>"
    root.data.html = "<p>a browser's</p>"
    assert view.html == "<p>one</p>"


def test_a_message_is_still_heard(document: Document) -> None:
    heard: list[Any] = []
    view = HtmlView()
    view.on("pick", heard.append)
    view.model._handle_msg({"action": "pick", "value": 7})
    assert heard == [7]
