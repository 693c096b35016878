"""A page is told of the components that are on it, and of every other one as soon as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import panel as pn
import panel_material_ui as pmui
import pytest
from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.model import DataModel
from panel.io.state import set_curdoc

from app.server import definitions
from app.widgets.html_view import HtmlView
from app.widgets.kept_forms import KeptForms


@pytest.fixture
def document() -> Iterator[Document]:
    definitions.install()
    document = Document()
    with set_curdoc(document):
        yield document


def shown(document: Document) -> pn.Column:
    """A page with one component of our own."""
    page = pn.Column(HtmlView())
    document.add_root(page.get_root(document))
    return page


def told(document: Document) -> list[str]:
    content: Any = document.to_json().content
    return [one["name"] for one in content["defs"]]


def defined_by(column: pn.Column, component: Any) -> list[Any]:
    """What a component brings along when it is put on a page."""
    column.append(component)
    model: Any = next(iter(component._models.values()))[0]
    return list(model._defs)


def test_a_page_is_told_of_its_own_components_alone(document: Document) -> None:
    shown(document)
    names = told(document)
    assert [name for name in names if name.startswith("HtmlModel")]
    assert not [name for name in names if name.startswith(("Select", "Page", "Tabs"))]


def test_every_data_model_of_a_page_is_described(document: Document) -> None:
    page = shown(document)
    page.extend([pmui.Select(options=["a"]), pmui.Tabs(("One", pmui.Button()))])
    there = {type(model).__qualified_model__ for model in document.models if isinstance(model, DataModel)}
    assert len(there) == 4
    assert there <= set(told(document))


def test_a_component_that_comes_later_brings_its_definition_along_once(document: Document) -> None:
    page = shown(document)
    told(document)
    first = pmui.Select(options=["a"])
    assert defined_by(page, first) == [type(first)._data_model]
    assert defined_by(page, pmui.Select(options=["b"])) == []
    assert defined_by(page, HtmlView().model) == []


def test_a_view_in_html_of_another_class_brings_its_definition_along(document: Document) -> None:
    page = shown(document)
    told(document)
    first = KeptForms().model
    assert defined_by(page, first) == [type(first)._data_model]
    assert defined_by(page, KeptForms().model) == []


def test_what_comes_before_the_page_is_sent_brings_nothing(document: Document) -> None:
    page = shown(document)
    select = pmui.Select(options=["a"])
    assert defined_by(page, select) == []
    assert type(select)._data_model.__qualified_model__ in told(document)


def test_a_definition_is_what_bokeh_makes_of_it(document: Document) -> None:
    shown(document)
    content: Any = document.to_json().content
    ours = next(one for one in content["defs"] if one["name"].startswith("HtmlModel"))
    assert ours == Serializer().encode(type(HtmlView().model)._data_model)


def test_data_models_that_no_component_brings_along_are_described_to_every_page(document: Document) -> None:
    shown(document)
    loose = type("LooseDataModel", (DataModel,), {})
    assert loose.__qualified_model__ in told(document)


def test_each_page_is_told_for_itself(document: Document) -> None:
    page = shown(document)
    told(document)
    page.append(pmui.Select(options=["a"]))
    other = Document()
    with set_curdoc(other):
        later = shown(other)
        assert not [name for name in told(other) if name.startswith("Select")]
        select = pmui.Select(options=["a"])
        assert defined_by(later, select) == [type(select)._data_model]
