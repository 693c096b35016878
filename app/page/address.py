"""The view in the address: `write` names the state that matters, `read` opens it again.

`?tab=operations-dashboard&utility=1&scope=feeder:42&asset=transformer:417&at=29.76,-95.37,12000&f.load=over&ami-analytics.view=map`

What a tab keeps of its own stands under its slug (see `app.page.tab_states`); the rest is shared by all tabs.

What is as it is by default is left out. What cannot be understood, its name included, is left out too, and named, so
that an old or mistyped link still opens the rest of its view. Only names that other tools put behind every link are
left out without a word (`FOREIGN`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, get_args
from urllib.parse import parse_qsl, quote, urlencode

import param

from app.page.param_text import whole_number
from app.page.tab_states import TabStates
from app.selection import Change, Selection
from app.state import LAYERS, AppState, MapView
from data_sources.assets import AssetRef
from data_sources.errors import QueryError
from data_sources.numerals import number
from layers.colours.scales import HEALTH, LOAD, VOLTAGE, Scale
from layers.style import Construction

FILTER_PREFIX = "f."
MAX_QUERY_CHARACTERS = 4000

FOREIGN = ("utm_", "bokeh-", "fbclid", "gclid", "msclkid")
"""Beginnings of names that mail programs, campaigns and Bokeh itself add to links: nobody here wrote them."""

Read = Callable[[str], Any]
Write = Callable[[Any], str]


def _read_view(text: str) -> MapView:
    lat, lon, width_m = (number(part) for part in text.split(","))
    return MapView(lon, lat, width_m)


def _write_view(view: MapView) -> str:
    return f"{view.lat:.5f},{view.lon:.5f},{view.width_m:.0f}"


def _read_id(text: str) -> int:
    number = whole_number(text)
    if not 0 <= number < 10**9:
        raise ValueError(text)
    return number


def _read_scope(text: str) -> dict[str, Any]:
    kind, _, number = text.partition(":")
    if kind == "utility":
        raise ValueError(text)  # the whole of one is what a link without a scope opens
    return {"scope": kind, "scope_id": _read_id(number)}


def _read_layers(text: str) -> frozenset[str]:
    return _some_of(text, LAYERS)


# One line a param of AppState that lives in the address: its name there, how it is read, how it is written.
FIELDS: dict[str, tuple[str, Read, Write]] = {
    "tab": ("tab", str, str),
    "utility_id": ("utility", _read_id, str),
    "viewport": ("at", _read_view, _write_view),
    "layers": ("layers", _read_layers, lambda layers: ",".join(sorted(layers))),
    "colour_by": ("colour", str, str),
    "theme": ("theme", str, str),
    "palette": ("palette", str, str),
}

# The selection that all tabs share: `scope=feeder:42`, the period's two local days, the asset picked.
SELECTED: dict[str, tuple[Read, Write]] = {
    "scope": (_read_scope, str),
    "first_day": (dt.date.fromisoformat, dt.date.isoformat),
    "end_day": (dt.date.fromisoformat, dt.date.isoformat),
    "asset": (AssetRef.parse, str),
}
ORDER = ("tab", "utility", *SELECTED, "at", "layers", "colour", "theme", "palette")
AMI_SLUG = "ami-analytics"  # its parts began with `ami.` when it was the only tab that had any


def write(state: AppState, tabs: TabStates | None = None) -> str:
    """The query that opens this state, without a question mark."""
    query = _write_selection(state.selection)
    for name, (key, _, to_text) in FIELDS.items():
        value = getattr(state, name)
        if value is not None and value != state.param[name].default:
            query[key] = to_text(value)
    query = {key: query[key] for key in ORDER if key in query}
    query |= {FILTER_PREFIX + name: _write_filter(value) for name, value in sorted(state.filters.items())}
    query |= tabs.write() if tabs is not None else {}
    return urlencode(query, quote_via=quote, safe=",:")


def read(query: str, state: AppState, tabs: TabStates | None = None) -> list[str]:
    """Put what a query names into the state; what it says of a tab waits until the tab is opened.

    Returns:
        The parts that were not understood, as written; they changed nothing.
    """
    values: dict[str, Any] = {}
    filters: dict[str, Any] = {}
    selection: dict[str, str] = {}
    refused = [] if len(query) <= MAX_QUERY_CHARACTERS else ["everything after the first 4,000 characters"]
    pairs = parse_qsl(query[:MAX_QUERY_CHARACTERS].lstrip("?"), keep_blank_values=True)
    for key, text in as_of_today(pairs):
        try:
            if key.startswith(FILTER_PREFIX):
                name = key.removeprefix(FILTER_PREFIX)
                filters[name] = FILTERS[name](text)
            elif field := _field(key):
                values[field[0]] = _checked(state, field[0], field[1](text))
            elif key in SELECTED:
                selection[key] = text
            elif not (tabs is not None and tabs.take(key, text)) and not key.startswith(FOREIGN):
                raise KeyError(key)
        except (ValueError, KeyError, QueryError):
            refused.append(f"{key}={text}")
    if filters:
        values["filters"] = filters
    state.param.update(**values)
    return refused + _read_selection(selection, state.selection)


def step(state: AppState, tabs: TabStates) -> str:
    """What tells one step of the browser's history from the next: another tab, another asset; not another place.

    Empty before the utility is known: what the page fills in by itself is no step.
    """
    if state.utility_id is None:
        return ""
    selection = _write_selection(state.selection)
    shared = {"tab": state.tab, "utility": str(state.utility_id)} | {
        name: selection[name] for name in ("scope", "asset") if name in selection
    }
    return urlencode(shared | tabs.step(state.tab), quote_via=quote, safe=",:")


def go(wanted: AppState, state: AppState, tabs: TabStates) -> None:
    """Bring a session to what an address said: what that does not name is as it is by default.

    Its look (theme, palette), its utility and the tab in front are for the page to change.

    Args:
        wanted: as `read` made it of the address.
        state: of the session.
        tabs: of the session; they took what `read` gave them.
    """
    state.selection.become(wanted.selection)
    state.param.update({name: getattr(wanted, name) for name in ("layers", "colour_by", "filters")})
    tabs.go()
    state.viewport = wanted.viewport  # last: a map that shows another asset flies there


def follow(state: AppState, show: Callable[[str], None], tabs: TabStates | None = None) -> None:
    """Call `show(query)` now and whenever the state that matters changes."""

    def show_all(*_: Any) -> None:
        show(write(state, tabs))

    show_all()
    state.param.watch(show_all, [*FIELDS, "filters"])
    state.selection.param.watch(show_all, list(Change.__annotations__))
    if tabs is not None:
        tabs.follow(show_all)


def _write_selection(selection: Selection) -> dict[str, str]:
    query = {} if selection.scope == "utility" else {"scope": f"{selection.scope}:{selection.scope_id}"}
    values = ((name, getattr(selection, name), to_text) for name, (_, to_text) in SELECTED.items() if name != "scope")
    return query | {name: to_text(value) for name, value, to_text in values if value is not None}


def _read_selection(texts: dict[str, str], selection: Selection) -> list[str]:
    """What is looked at, part by part; the two ends of a period are one part."""
    refused = []
    for part in (("scope",), ("first_day", "end_day"), ("asset",)):
        named = {name: texts[name] for name in part if name in texts}
        try:
            changes = {name: SELECTED[name][0](text) for name, text in named.items()}
            selection.change(**(changes.pop("scope", {}) | changes))
        except (ValueError, QueryError):
            refused += [f"{name}={text}" for name, text in named.items()]
    return refused


def as_of_today(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The parts of a link under their present names: those of before the selection was shared still open."""
    pairs = list(pairs)
    scope_id = dict(pairs).get("ami.scope_id", "")
    return [new for key, text in pairs if (new := _renamed(key, text, scope_id)) is not None]


def _renamed(key: str, text: str, scope_id: str) -> tuple[str, str] | None:
    if key in ("substation", "feeder"):
        return "scope", f"{key}:{text}"
    if key == "ami.scope":
        return None if text == "system" else ("scope", f"{text}:{scope_id}")
    if key in ("ami.scope_id", "ami.first_day", "ami.end_day"):
        return None if key == "ami.scope_id" else (key.removeprefix("ami."), text)
    return (f"{AMI_SLUG}.{key.removeprefix('ami.')}", text) if key.startswith("ami.") else (key, text)


def _field(key: str) -> tuple[str, Read] | None:
    return next(((name, to_value) for name, (found, to_value, _) in FIELDS.items() if found == key), None)


def _checked(state: param.Parameterized, name: str, value: Any) -> Any:
    """The value, if the param would take it; its bounds and choices are known in one place only."""
    parameter: Any = state.param[name]
    parameter._validate(value)
    return value


def _write_filter(value: Any) -> str:
    return ",".join(sorted(value)) if isinstance(value, frozenset | set | tuple | list) else str(value)


def _read_bands(scale: Scale) -> Read:
    def read_bands(text: str) -> frozenset[str]:
        return _some_of(text, scale.names)

    return read_bands


def _read_construction(text: str) -> str:
    if text not in get_args(Construction):
        raise ValueError(text)
    return text


def _some_of(text: str, known: Iterable[str]) -> frozenset[str]:
    chosen = frozenset(text.split(",")) - {""}
    if not chosen <= set(known):
        raise ValueError(text)
    return chosen


# How each field of MapFilters is read; they are written the same way.
FILTERS: dict[str, Read] = {
    "substation_id": _read_id,
    "feeder_id": _read_id,
    "voltage": _read_bands(VOLTAGE),
    "health": _read_bands(HEALTH),
    "load": _read_bands(LOAD),
    "construction": _read_construction,
}


def describe(refused: list[str]) -> str:
    """One sentence for the notification."""
    return f"Part of this link was not understood and left out: {', '.join(refused[:3])}."


def join(pairs: Iterable[tuple[str, str]]) -> str:
    """A query made of its parts."""
    return urlencode(list(pairs), quote_via=quote)
