"""What does Bokeh's and Panel's work with less gives the same answers, on a page with everything the app is made of."""

from __future__ import annotations

import hashlib
import inspect
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any

import panel as pn
import panel_material_ui as pmui
import pytest
from bokeh.core.property.descriptors import PropertyDescriptor, UnsetValueError
from bokeh.document import Document
from bokeh.model import DataModel, Model
from bokeh.models import Div, GlyphRenderer, ImportedStyleSheet, LinearAxis, Range1d, ScaleBar
from bokeh.plotting import figure
from panel.io.resources import CDN_DIST, JS_VERSION, LOCAL_DIST, Resources
from panel.io.state import set_curdoc
from panel.theme import Material
from panel_material_ui.theme import MaterialDesign, MuiDarkTheme, MuiDefaultTheme

from app.server.static import VERSION, versioned
from app.server.upstream_costs import REPLACED, Replaced, install
from app.widgets.html_view import HtmlView

# In a process of its own: a component, once there, is on every later page of its process.
ADDED = """
import panel as pn
from bokeh.models import Div
from panel.io.resources import Resources
from app.server.static import VERSION, versioned
from app.server.upstream_costs import REPLACED

bundle = next(one.ours for one in REPLACED if one.name == "bundle_resources")
page, resources = Div(), Resources(mode="server")
bundle([page], resources)


class Added(pn.custom.JSComponent):
    _esm = "export function render() {}"
    __css__ = ["https://example.org/added.css"]


assert "https://example.org/added.css" in str(vars(bundle([page], resources)))
"""

# What the replaced functions said when ours were written. One that changed has to be read, and ours with it.
READ = {
    "visit_immediate_value_references": "94591d886aacef72",
    "query_properties_with_values": "e864a09d384658f4",
    "__init__": "8184f3bb9444ab37",
    "themed_values": "668c1fc00de346e8",
    "_patch_datamodel_ref": "85aa275e1d3944eb",
    "_overridden_defaults": "c3b1c82a295e3b8b",
    "_get_modifiers": "efb00c81a949655e",
    "_raise_attribute_error_with_matches": "2dd015d30866d955",
    "apply_theme": "d2db20814767ab3a",
    "has_unstable_default": "5508a373943696c6",
    "_get_children": "1cc9fda22fb3c40b",
    "_check_callback": "12bb8615fe4b5653",
    "patch_model_css": "d2cdf392b550b503",
    "bundle_resources": "423a861540d17270",
    "synced_references": "bb89fdd70092681a",
    "Serializer": "3e2fa32d495d223e",
}


@pytest.fixture
def document() -> Iterator[Document]:
    document = Document()
    with set_curdoc(document):
        yield document


@pytest.fixture
def page(document: Document) -> Model:
    """The root of a page with tabs, the map's figure, HTML, widgets, and a theme for its figures."""
    install()
    html = HtmlView()
    html.write("<p>text</p>")
    plot = figure(x_range=Range1d(0, 1), width=300, tools="hover,pan,tap")
    for number in range(12):
        plot.line([1, 2], [3, number], legend_label=f"line {number}")
    plot.add_layout(ScaleBar())
    column = pn.Column(html, pn.pane.Bokeh(plot))
    tabs = pmui.Tabs(("One", column), ("Two", pn.widgets.Tabulator()), pmui.Select(options=["a", "b"]))
    made = pmui.Page(main=[tabs], theme="dark")
    root = made.get_root(document)
    document.add_root(root)
    document.theme = Material(theme="dark").theme.bokeh_theme
    return root


def ours(name: str) -> Replaced:
    return next(one for one in REPLACED if one.name == name)


def function(given: Any) -> Callable[..., Any]:
    if isinstance(given, property):
        assert given.fget is not None
        return given.fget
    return given.__func__ if isinstance(given, classmethod) else given


@pytest.mark.parametrize("replaced", REPLACED, ids=lambda one: one.name)
def test_what_is_replaced_is_what_was_read(replaced: Replaced) -> None:
    source = inspect.getsource(function(replaced.theirs))
    assert hashlib.sha256(source.encode()).hexdigest()[:16] == READ[replaced.name]


def test_the_same_models_are_found(page: Model) -> None:
    visit = ours("visit_immediate_value_references")
    models = page.references()
    assert len(models) > 150
    for model in models:
        assert visited(visit.ours, model) == visited(visit.theirs, model)
    one, other, *_ = models
    held = {"a": [one, {"b": other}]}
    assert visited(visit.ours, held) == visited(visit.theirs, held)


def visited(visit: Callable[..., None], value: Any) -> list[Model]:
    found: list[Model] = []
    visit(value, found.append)
    return found


def test_the_same_is_sent(page: Model) -> None:
    query = ours("query_properties_with_values")
    themed = 0
    for model in page.references():
        themed += bool(model.themed_values())
        sent = query.ours(model, is_sent, include_defaults=False)
        assert sent == query.theirs(model, is_sent, include_defaults=False)
        assert list(sent) == list(query.theirs(model, is_sent, include_defaults=False))
        everything = query.ours(model, is_sent, include_undefined=True)
        assert everything == query.theirs(model, is_sent, include_undefined=True)
    assert themed > 5


def is_sent(descriptor: Any) -> bool:
    return bool(descriptor.serialized)


def test_a_value_that_is_needed_and_was_not_set_is_still_told(page: Model) -> None:
    query = ours("query_properties_with_values")
    for one in (query.ours, query.theirs):
        with pytest.raises(UnsetValueError, match="data_source"):
            one(GlyphRenderer(), is_sent, include_defaults=False)


def test_a_new_model_has_the_same_defaults(page: Model) -> None:
    make = ours("__init__")
    for kind in {type(model) for model in page.references()}:
        with_ours, with_theirs = (made(kind, one) for one in (make.ours, make.theirs))
        late = with_theirs._unstable_default_values.keys() - with_ours._unstable_default_values.keys()
        assert not any(with_theirs._unstable_default_values[name] for name in late), kind  # empty: made when asked for
        assert all(getattr(with_ours, name) == getattr(with_theirs, name) for name in late), kind
        assert with_ours._unstable_default_values.keys() == with_theirs._unstable_default_values.keys(), kind
        assert with_ours._initialized == with_theirs._initialized


def test_what_is_put_into_a_default_made_late_is_kept_and_sent(page: Model) -> None:
    model = Range1d()
    model.tags.append("one")
    assert model.tags == ["one"]
    assert model.properties_with_values(include_defaults=False)["tags"] == ["one"]


def made(kind: type[Model], init: Callable[..., None]) -> Any:
    """A model of that class, made by one of the two, without what its own class adds."""
    model = kind.__new__(kind)
    init(model)
    return model


def test_the_same_theme_is_seen(page: Model) -> None:
    themed = ours("themed_values")
    assert {json.dumps(themed.ours(model)) for model in page.references()} > {"null"}
    assert all(themed.ours(model) is themed.theirs(model) for model in page.references())


def test_an_unknown_attribute_is_refused_in_the_same_words(page: Model) -> None:
    refuse = ours("_raise_attribute_error_with_matches")
    words = []
    for one in (refuse.ours, refuse.theirs):
        with pytest.raises(AttributeError) as told:
            one(Range1d(), "begin", Range1d.properties())
        words.append(str(told.value))
    assert words[0] == words[1]
    assert getattr(Range1d(), "begin", None) is None
    with pytest.raises(AttributeError, match="similar attributes are start"):
        Range1d().strat = 1


def test_a_theme_is_taken_and_taken_off_again(page: Model) -> None:
    theme = ours("apply_theme")
    axes = []
    for apply in (theme.ours, theme.theirs):
        axis = LinearAxis()
        values, lines = {"axis_line_color": "red"}, []
        for given in ({}, values, values, {}):
            apply(axis, given)
            lines.append((axis.axis_line_color, axis.themed_values()))
        axes.append(lines)
    assert axes[0] == axes[1]
    assert axes[0][1] == ("red", {"axis_line_color": "red"})


def test_the_same_defaults_are_made_for_each_model(page: Model) -> None:
    unstable = ours("has_unstable_default")
    made_for_each = 0
    for kind in {type(model) for model in page.references()}:
        descriptors = (kind.lookup(name) for name in kind.properties())
        for descriptor in (one for one in descriptors if isinstance(one, PropertyDescriptor)):
            assert unstable.ours(descriptor, kind) == bool(unstable.theirs(descriptor, kind))
            made_for_each += unstable.ours(descriptor, kind)
    assert made_for_each > 100


def test_every_data_model_of_the_page_is_tagged(page: Model) -> None:
    models = [model for model in page.references() if isinstance(model, DataModel)]
    assert len(models) >= 4
    assert all(f"__ref:{page.ref['id']}" in model.tags for model in models)


def test_a_class_has_the_same_defaults(page: Model) -> None:
    defaults = ours("_overridden_defaults")
    for kind in {type(model) for model in page.references()}:
        assert function(defaults.ours)(kind) == function(defaults.theirs)(kind)


def test_the_design_gives_the_same(page: Model) -> None:
    modifiers = ours("_get_modifiers")
    for viewable in (pn.Column(), pn.pane.HTML(), pmui.Select(), HtmlView().model, pn.Column()):
        for theme in (MuiDarkTheme(), MuiDefaultTheme()):
            of_ours, of_theirs = (
                function(one)(MaterialDesign, viewable, theme) for one in (modifiers.ours, modifiers.theirs)
            )
            assert of_ours == of_theirs
            of_ours[0]["stylesheets"] = []  # as Panel does


def test_the_page_has_the_same_scripts_and_stylesheets(page: Model) -> None:
    bundle = ours("bundle_resources")
    resources = Resources(mode="server")
    with_ours, with_theirs = (vars(one([page], resources)) for one in (bundle.ours, bundle.theirs))
    assert {name: str(value).replace(VERSION, "") for name, value in with_ours.items()} == {
        name: str(value) for name, value in with_theirs.items()
    }


def test_browsers_may_keep_every_script_and_stylesheet_of_the_page(page: Model) -> None:
    bundle = ours("bundle_resources").ours([page], Resources(mode="server"))
    addresses = [str(file) for file in (*bundle.js_files, *bundle.css_files)]
    assert len(addresses) > 5
    assert [address for address in addresses if "?" not in address] == []
    assert versioned("https://example.org/static/a.js") == "https://example.org/static/a.js"


def test_scripts_are_gathered_again_when_a_component_was_added(page: Model) -> None:
    bundle, resources = ours("bundle_resources").ours, Resources(mode="server")
    before = bundle([page], resources)
    assert bundle([page], resources) is before
    added = subprocess.run([sys.executable, "-c", ADDED], capture_output=True, text=True, check=False)
    assert added.returncode == 0, added.stderr


def test_a_component_finds_the_same_components_within(document: Document) -> None:
    install()
    children = ours("_get_children")
    html, text = pn.pane.HTML("a"), pn.pane.Str("b")
    page = pmui.Page(main=[html], header=[text], sidebar=[pmui.Select(options=["a"])])
    for component in (page, page.sidebar[0], HtmlView().model, pmui.Column(html), pmui.Tabs(("One", text))):
        root = component.get_root(document)
        given = (component, root.data, document, root, root, None)
        with_ours, with_theirs = children.ours(*given), children.theirs(*given)
        assert with_ours == with_theirs
        assert bool(with_ours[0]) == (component.__class__.__name__ != "HtmlModel")


def test_a_message_names_the_same_models(page: Model, document: Document) -> None:
    """Those that the browser has by their ids, new ones in full when they are met first."""
    serializer, synced = ours("Serializer"), ours("synced_references")
    document.models.flush_synced()
    late = Div(text="late")
    page.tags = [late]  # in the document, and not told yet
    known, other, *_ = (model for model in page.references() if model is not late)
    message = {"known": known, "both": [late, {"again": late, "other": other}], "values": [1, "a", None, 2.5]}
    told = []
    for make, references in ((serializer.ours, synced.ours), (serializer.theirs, synced.theirs)):
        one = make(references=function(references)(document.models))
        assert [one.has_ref(model) for model in (known, late, Div())] == [True, False, False]
        told.append(one.encode(message))
        assert one.has_ref(late)
        assert one.encode(known) == {"id": known.id}
    assert told[0] == told[1]
    assert set(function(synced.ours)(document.models)) == function(synced.theirs)(document.models)


def test_callbacks_that_are_not_panel_s_are_looked_at() -> None:
    check = ours("_check_callback").ours
    check(lambda attr, old, new: None, ("attr", "old", "new"))
    check(partial(pn.Column()._server_change, None, "ref", None), ("attr", "old", "new"))
    with pytest.raises(ValueError, match="must have signature"):
        check(lambda: None, ("attr", "old", "new"))
    with pytest.raises(ValueError, match="must have signature"):
        check(partial(lambda attr, old: None, 1), ("attr", "old", "new"))


@pytest.mark.parametrize("dist_url", [LOCAL_DIST, f"../{LOCAL_DIST}"])
@pytest.mark.parametrize("url", [
    f"{LOCAL_DIST}css/loading.css", f"{LOCAL_DIST}css/loading.css?v={JS_VERSION}", f"{CDN_DIST}css/loading.css", "own.css",
])  # fmt: skip
def test_stylesheets_have_the_same_addresses(url: str, dist_url: str) -> None:
    patch = ours("patch_model_css")
    addresses = set()
    for one in (patch.ours, patch.theirs):
        document, column = Document(), Div(stylesheets=[ImportedStyleSheet(url=url)])
        document.add_root(column)
        one(column, dist_url)
        addresses.add(column.stylesheets[0].url)
    assert len(addresses) == 1


def test_the_server_uses_ours() -> None:
    import_module("app.app_hooks")
    assert [one.name for one in REPLACED if vars(one.owner)[one.name] is not one.ours] == []
