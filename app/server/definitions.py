"""A page is told of the components that are on it, not of every component that this process knows.

Bokeh describes all data models of the process to every page that is opened: 145 of them, most of panel-material-ui,
three fifths of the document (135 of 230 KB). Here a document describes those of its own models; a component that comes
later brings its description along, as Panel does for classes that were made after a page was opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from bokeh.core.serialization import Serialized, Serializer
from bokeh.document import Document
from bokeh.document import document as bokeh_document
from bokeh.model import DataModel, Model
from panel.custom import ReactiveESM

from app.widgets.html_view import HtmlModel

DataModels = tuple[type[DataModel], ...]

_told: WeakKeyDictionary[Document, set[type[DataModel]]] = WeakKeyDictionary()
_their_to_json, _their_properties = Document.to_json, ReactiveESM._get_properties
_html_properties = HtmlModel._get_properties  # which goes past Panel's own


def install() -> None:
    """Describe to a page what is on it, from now on; safe to call again."""
    # `to_json` looks for all of them by it.
    bokeh_document.is_DataModel = _none  # type: ignore[attr-defined, assignment]
    Document.to_json = to_json  # type: ignore[method-assign]
    ReactiveESM._get_properties = get_properties  # type: ignore[method-assign]
    HtmlModel._get_properties = get_html_properties  # type: ignore[method-assign]


def to_json(self: Document, *, deferred: bool = True) -> Any:
    """What Bokeh answers, with the definitions of the document's own data models."""
    made: Any = _their_to_json(self, deferred=deferred)  # type: ignore[call-overload]
    told = wanted(self)
    _told[self] = set(told)
    content = made.content if isinstance(made, Serialized) else made
    content["defs"] = described(told)
    return made


def get_properties(self: ReactiveESM, doc: Document | None) -> dict[str, Any]:
    """What Panel answers, with the definition of its data model where the page has not been told of it."""
    return _with_definition(self, doc, _their_properties(self, doc))


def get_html_properties(self: HtmlModel, doc: Document | None) -> dict[str, Any]:
    """The same for the views that are HTML: subclasses of theirs come later, too."""
    return _with_definition(self, doc, _html_properties(self, doc))


def _with_definition(self: ReactiveESM, doc: Document | None, properties: dict[str, Any]) -> dict[str, Any]:
    told, kind = _told.get(doc) if doc is not None else None, self._data_model
    if told is not None and kind not in told:
        told.add(kind)
        properties["_defs"] = [kind]
    return properties


def wanted(document: Document) -> DataModels:
    """The data models on a page, and those that no component brings along, in the order in which they were made."""
    there = {type(model) for model in document.models if isinstance(model, DataModel)}
    kinds = all_kinds(len(Model.model_class_reverse_map))
    return tuple(kind for kind, comes_along in kinds if kind in there or not comes_along)


@cache
def all_kinds(known: int) -> tuple[tuple[type[DataModel], bool], ...]:  # noqa: ARG001 - asked anew when there are more
    """All data models of the process, and whether a component brings each along."""
    brought = {component._data_model for component in _below(ReactiveESM)}
    models = Model.model_class_reverse_map.values()
    return tuple((one, one in brought) for one in models if issubclass(one, DataModel) and one is not DataModel)


@cache
def described(kinds: DataModels) -> Any:
    """The definitions of data models, as they are sent."""
    return Serializer(deferred=False).encode(list(kinds))


def _below(component: type[ReactiveESM]) -> Iterator[type[ReactiveESM]]:
    yield component
    for one in component.__subclasses__():
        yield from _below(one)


def _none(_model: Any) -> bool:
    return False
