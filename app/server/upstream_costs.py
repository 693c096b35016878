"""Work that Bokeh 3.9 and Panel 1.9 do over and over for every page, done once; the answers are the same.

Opening a page held the event loop for 0.31 to 0.57 s, so that everybody else waited. With the functions replaced here
and figures made ahead, a page takes 418 ms of the loop's processor time instead of 789, and the longest hold is 364 ms
instead of 594 (`tests.bench.sessions`, small demo, one slow machine). What is left of it is built in a thread, which
about halves the loop's time once more (see `app.server.building`).

- Looking for models among a model's properties asked every property for its value and so made thousands of defaults to
  throw away. Only values that were set, or made when the model was, can be models.
- Collecting what to send did the same.
- Every new model looked through all its properties for those whose default is made anew, and every default through all
  classes for another one; the class knows them. Those that are empty lists and the like are made when somebody asks.
- A model without a theme found that out by an exception, eight thousand times a page, and once more for every theme
  that gives it nothing.
- Whether a default is made for each model was found out anew for each, through all the types it may have.
- Whoever asked a model for an attribute that it has not was told similar names, which took longest of all; Panel asks
  so for each change of a component, and reads no answer. The names are looked for when somebody reads them.
- Every component tagged the data models of all components under it, the whole page from the top; each tags its own.
- Every component, new or changed, looked on the disk for the stylesheet of its theme.
- The scripts and stylesheets of a page were gathered from the disk for every page.
- Every component made each of its parameters anew to find out which of them hold other components; its class knows.
- The signature of each of the hundred callbacks that Panel itself sets was looked at, to find mistakes.
- All models of a page were gone through, and what each refers to, for stylesheets with an address to mend.
- All models of a page were listed for each message to it (`app.server.references`).

`REPLACED` lists them, with what they replace. tests/app/server/test_upstream_costs.py compares both on real pages, and
fails when the code that is replaced changes upstream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from typing import Any, NoReturn

from bokeh.core.has_props import HasProps
from bokeh.core.property.descriptors import PropertyDescriptor
from bokeh.core.property.singletons import Intrinsic, Undefined
from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.document.models import DocumentModelManager
from bokeh.embed.bundle import URL
from bokeh.model import DataModel, Model, util
from bokeh.models import ImportedStyleSheet
from bokeh.models.ui import UIElement
from bokeh.resources import Resources
from bokeh.util import callback_manager
from panel.custom import ReactiveESM
from panel.io import resources as panel_resources
from panel.io import server as panel_server
from panel.io.state import state
from panel.reactive import ReactiveCustomBase
from panel.theme import Theme
from panel.viewable import Viewable, is_viewable_param
from panel_material_ui.theme import MaterialDesign

from app.server.references import MessageSerializer, synced_references
from app.server.static import versioned

Visitor = Callable[[Model], None]

_visit_value = util.visit_value_and_its_immediate_references
_bundles: dict[tuple[Any, ...], Any] = {}
_modifiers: dict[tuple[Any, ...], tuple[dict[str, Any], dict[str, Any]]] = {}


@dataclass(frozen=True)
class Replaced:
    """One function of Bokeh's or Panel's and what does the same with less work.

    Attributes:
        owner: its class or module.
        name: its name there.
        theirs: as it was.
        ours: as it is after `install`.
    """

    owner: Any
    name: str
    theirs: Any
    ours: Any


def install() -> None:
    """Put ours in the place of theirs, for the whole process; safe to call again."""
    for one in REPLACED:
        setattr(one.owner, one.name, one.ours)


def visit_references(value: Any, visitor: Visitor) -> None:
    """Visit the models that a value refers to, without what these refer to themselves."""
    if not isinstance(value, HasProps):
        _visit_value(value, visitor)
        return
    held = (value._property_values, value._unstable_themed_values, value._unstable_default_values)
    for name in _names_with_references(type(value)):
        for values in held:
            if name in values:
                _visit_value(values[name], visitor)
                break


def query_properties(
    self: HasProps, query: Callable[[PropertyDescriptor[Any]], bool], *, include_defaults: bool = True,
    include_undefined: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """The properties that a query takes, with their values; without defaults only those that differ are looked at."""
    if include_defaults or include_undefined:
        found: dict[str, Any] = _their_query(
            self, query, include_defaults=include_defaults, include_undefined=include_undefined
        )
        return found
    unstable, themed = self._unstable_default_values, self.themed_values() or {}
    wanted = self._property_values.keys() | unstable.keys() | themed.keys() | _required(type(self))
    result: dict[str, Any] = {}
    for name in self.properties(_with_props=True):
        if name in wanted and query(descriptor := self.lookup(name)):
            value = descriptor.get_value(self)
            is_untouched = isinstance(value, PropertyValueContainer) and name in unstable
            if name in themed or not is_untouched:
                result[name] = value
    return result


def make_model(self: HasProps, **properties: Any) -> None:
    """Set what is given, then make the defaults that every model has for itself; empty ones when they are asked for."""
    super(HasProps, self).__init__()
    self._property_values = {}
    self._unstable_default_values = {}
    self._unstable_themed_values = {}
    for name, value in properties.items():
        if value is not Undefined and value is not Intrinsic:
            setattr(self, name, value)
    for name, descriptor in _made_at_once(type(self)):
        if name not in properties:
            descriptor._get(self)
    self._initialized = True


def themed_values(self: HasProps) -> dict[str, Any] | None:
    """What a theme gives this model; None for nothing."""
    found: dict[str, Any] | None = self.__dict__.get("__themed_values__")
    return found


class UnknownAttribute(AttributeError):
    """A model has no such attribute; which names may have been meant is found out by whoever reads it.

    Args:
        model: what was asked.
        name: of the attribute.
        properties: names that there are.
    """

    def __init__(self, model: HasProps, name: str, properties: Iterable[str]) -> None:
        """Looks for nothing yet."""
        super().__init__(name=name, obj=model)
        self._properties = properties

    def __str__(self) -> str:
        """What Bokeh says."""
        try:
            _their_refusal(self.obj, self.name, self._properties)
        except AttributeError as error:
            return str(error)
        return ""


def refuse_attribute(self: HasProps, name: str, properties: Iterable[str]) -> NoReturn:
    """There is no such attribute."""
    raise UnknownAttribute(self, name, properties)


def apply_theme(self: HasProps, property_values: dict[str, Any]) -> None:
    """Take the values of a theme; nothing is to be done where there are none and were none."""
    if property_values or "__themed_values__" in self.__dict__:
        _their_theme(self, property_values)


def has_unstable_default(self: PropertyDescriptor[Any], obj: HasProps | type[HasProps]) -> bool:
    """Whether the default of a property is made for each model."""
    return _has_unstable_default(self, obj if isinstance(obj, type) else type(obj))


def tag_data_models(cls: type[ReactiveCustomBase], props: Model, ref: str) -> None:  # noqa: ARG001 - a class method
    """Tell the data models of one component which page they are on; components within it tell theirs."""
    tag = f"__ref:{ref}"
    for model in util.collect_filtered_models(lambda one: isinstance(one, UIElement), props):
        if isinstance(model, DataModel) and tag not in model.tags:
            model.tags.append(tag)


def bundle_resources(roots: Sequence[Model], resources: Resources, **options: Any) -> Any:
    """Scripts and stylesheets of a page; gathered again when a class of models came to the process.

    Their addresses have a version, so that browsers keep them without asking again.
    """
    uses_mathjax = panel_resources._use_mathjax(roots) or panel_resources._panel_use_mathjax(roots)
    key = (
        len(Model.model_class_reverse_map), frozenset(state._extensions or ()), state.rel_path, uses_mathjax,
        resources.mode, resources.root_url, tuple(resources.components), *sorted(options.items()),
    )  # fmt: skip
    if key not in _bundles:
        _bundles.clear()
        bundle = _bundles[key] = _their_bundle(roots, resources, **options)
        for files in (bundle.js_files, bundle.css_files):
            files[:] = [URL(versioned(str(file))) for file in files]
    return _bundles[key]


def get_modifiers(
    cls: type[MaterialDesign], viewable: Viewable, theme: Theme, isolated: bool | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the design gives a component, as a copy: callers put models into it."""
    is_server = bool(state.curdoc and state.curdoc.session_context)
    key = (cls, type(viewable), type(theme), isolated, is_server, state.rel_path)  # a theme's class has one stylesheet
    if key not in _modifiers:
        _modifiers[key] = _their_modifiers.__get__(None, cls)(viewable, theme, isolated)
    own, of_children = _modifiers[key]
    return {**own}, {**of_children}


def get_children(
    self: ReactiveESM, _data_model: Any, doc: Any, root: Model, parent: Model, comm: Any
) -> tuple[dict[str, Any], list[Any]]:  # fmt: skip
    """The models of the components within one, by the param that holds them, and those of them that were there."""
    children: dict[str, Any] = {}
    old_models: list[Any] = []
    component: Any = type(self)
    for name in _names_of_children(component, len(component.param.objects(instance=False))):
        children[name], old = self._get_child_model(getattr(self, name), doc, root, parent, comm)
        old_models += old
    return children, old_models


def check_callback(callback: Callable[..., Any], names: Sequence[str], what: str = "Callback functions") -> None:
    """Refuse what does not take these arguments, unless it is Panel's own."""
    if not (isinstance(callback, partial) and getattr(callback.func, "__module__", "").startswith("panel.")):
        _their_check(callback, names, what)


def patch_model_css(root: Model, dist_url: str) -> None:
    """Mend the addresses of a page's stylesheets, without telling the browser, which has no page yet."""
    document = root.document
    if document is None:
        _their_patch(root, dist_url)
        return
    held, events = document.callbacks.hold_value, list(document.callbacks._held_events)
    document.hold()
    for sheet in document.models:
        if isinstance(sheet, ImportedStyleSheet):
            panel_resources.patch_stylesheet(sheet, dist_url)
    document.callbacks._held_events = events
    if held or not state._loaded.get(document):
        document.callbacks._hold = held
    else:
        document.unhold()


@cache
def overridden_defaults(cls: type[HasProps]) -> dict[str, Any]:
    """The defaults that a class has instead of those of the classes it derives from."""
    defaults: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        defaults.update(getattr(base, "__overridden_defaults__", {}))
    return defaults


@cache
def _has_unstable_default(descriptor: PropertyDescriptor[Any], model: type[HasProps]) -> bool:
    return bool(_their_unstable(descriptor, model))


@cache
def _names_with_references(model: type[HasProps]) -> tuple[str, ...]:
    return tuple(model.properties_with_refs())


@cache
def _required(model: type[HasProps]) -> frozenset[str]:
    """The properties of a class that have no default: reading them unset is an error, here as there."""
    names = model.properties(_with_props=True)
    return frozenset(name for name in names if model.lookup(name).class_default(model) is Undefined)


@cache
def _made_at_once(model: type[HasProps]) -> tuple[tuple[str, PropertyDescriptor[Any]], ...]:
    """The properties of a class whose default is made for each model and may hold other models: it is no empty list."""
    descriptors = ((name, model.lookup(name)) for name in model.properties(_with_props=True))
    unstable = ((name, one) for name, one in descriptors if one.has_unstable_default(model))  # type: ignore[arg-type]
    return tuple((name, one) for name, one in unstable if not _is_empty(one.class_default(model)))


def _is_empty(value: Any) -> bool:
    return isinstance(value, PropertyValueContainer) and not value  # type: ignore[truthy-bool]


@cache
def _names_of_children(component: type[ReactiveESM], count: int) -> tuple[str, ...]:  # noqa: ARG001 - asked anew when there are more
    """The params of a class that hold other components."""
    held = (name for name, one in component.param.objects(instance=False).items() if is_viewable_param(one))
    return tuple(name for name in held if component._property_mapping.get(name, "") is not None)


def _replaced(owner: Any, name: str, ours: Any) -> Replaced:
    return Replaced(owner, name, vars(owner)[name], ours)


REPLACED = (
    _replaced(util, "visit_immediate_value_references", visit_references),
    _replaced(HasProps, "query_properties_with_values", query_properties),
    _replaced(HasProps, "__init__", make_model),
    _replaced(HasProps, "themed_values", themed_values),
    _replaced(HasProps, "_raise_attribute_error_with_matches", refuse_attribute),
    _replaced(HasProps, "apply_theme", apply_theme),
    _replaced(PropertyDescriptor, "has_unstable_default", has_unstable_default),
    _replaced(ReactiveCustomBase, "_patch_datamodel_ref", classmethod(tag_data_models)),
    _replaced(HasProps, "_overridden_defaults", classmethod(overridden_defaults)),  # type: ignore[arg-type]
    _replaced(MaterialDesign, "_get_modifiers", classmethod(get_modifiers)),
    _replaced(ReactiveESM, "_get_children", get_children),
    _replaced(callback_manager, "_check_callback", check_callback),
    _replaced(panel_server, "patch_model_css", patch_model_css),
    _replaced(panel_server, "bundle_resources", bundle_resources),
    _replaced(DocumentModelManager, "synced_references", property(synced_references)),
    _replaced(import_module("bokeh.protocol.messages.patch_doc"), "Serializer", MessageSerializer),
)
_their = {one.name: one.theirs for one in REPLACED}
_their_query, _their_modifiers = _their["query_properties_with_values"], _their["_get_modifiers"]
_their_refusal = _their["_raise_attribute_error_with_matches"]
_their_theme, _their_unstable = _their["apply_theme"], _their["has_unstable_default"]
_their_bundle, _their_check, _their_patch = (
    _their[name] for name in ("bundle_resources", "_check_callback", "patch_model_css")
)
