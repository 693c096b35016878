"""The view in the address: `write` names the state that matters, `read` opens it again.

`?tab=operations-dashboard&utility=1&at=29.76,-95.37,12000&asset=transformer:417&layers=feeders,poles&f.load=over`

What is as it is by default is left out. What cannot be understood is left out too, and named, so that an old or
mistyped link still opens the rest of its view.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, get_args
from urllib.parse import parse_qsl, quote, urlencode

import param

from app.ami_state import AmiState
from app.state import LAYERS, AppState, MapView
from data_sources.assets import AssetRef
from data_sources.errors import QueryError
from layers.scales import HEALTH, LOAD, VOLTAGE, Scale
from layers.style import Construction

FILTER_PREFIX = "f."
AMI_PREFIX = "ami."
MAX_QUERY_CHARACTERS = 4000

Read = Callable[[str], Any]
Write = Callable[[Any], str]


def _read_view(text: str) -> MapView:
    lat, lon, width_m = (float(part) for part in text.split(","))
    return MapView(lon, lat, width_m)


def _write_view(view: MapView) -> str:
    return f"{view.lat:.5f},{view.lon:.5f},{view.width_m:.0f}"


def _read_id(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(text)
    return int(text)


def _read_layers(text: str) -> frozenset[str]:
    return _some_of(text, LAYERS)


# One line a param that lives in the address: its name there, how it is read, how it is written.
FIELDS: dict[str, tuple[str, Read, Write]] = {
    "tab": ("tab", str, str),
    "utility_id": ("utility", _read_id, str),
    "substation_id": ("substation", _read_id, str),
    "feeder_id": ("feeder", _read_id, str),
    "asset": ("asset", AssetRef.parse, str),
    "viewport": ("at", _read_view, _write_view),
    "layers": ("layers", _read_layers, lambda layers: ",".join(sorted(layers))),
    "colour_by": ("colour", str, str),
    "theme": ("theme", str, str),
    "palette": ("palette", str, str),
}


def write(state: AppState) -> str:
    """The query that opens this state, without a question mark."""
    query = {}
    for name, (key, _, to_text) in FIELDS.items():
        value = getattr(state, name)
        if value is not None and value != state.param[name].default:
            query[key] = to_text(value)
    query |= {FILTER_PREFIX + name: _write_filter(value) for name, value in sorted(state.filters.items())}
    query |= {AMI_PREFIX + name: text for name, text in _write_ami(state.ami).items()}
    return urlencode(query, quote_via=quote, safe=",:")


def read(query: str, state: AppState) -> list[str]:
    """Put what a query names into the state, in one update.

    Returns:
        The parts that were not understood, as written; they changed nothing.
    """
    values: dict[str, Any] = {}
    filters: dict[str, Any] = {}
    ami: dict[str, Any] = {}
    refused = [] if len(query) <= MAX_QUERY_CHARACTERS else ["everything after the first 4,000 characters"]
    for key, text in parse_qsl(query[:MAX_QUERY_CHARACTERS].lstrip("?"), keep_blank_values=True):
        try:
            if key.startswith(FILTER_PREFIX):
                name = key.removeprefix(FILTER_PREFIX)
                filters[name] = FILTERS[name](text)
            elif key.startswith(AMI_PREFIX):
                name = key.removeprefix(AMI_PREFIX)
                ami[name] = _checked(state.ami, name, _read_ami(name, text))
            elif field := _field(key):
                values[field[0]] = _checked(state, field[0], field[1](text))
        except (ValueError, KeyError, QueryError):
            refused.append(f"{key}={text}")
    if filters:
        values["filters"] = filters
    state.param.update(**values)
    state.ami.param.update(**ami)
    return refused


def follow(state: AppState, show: Callable[[str], None]) -> None:
    """Call `show(query)` now and whenever the state that matters changes."""
    show(write(state))
    state.param.watch(lambda *_: show(write(state)), [*FIELDS, "filters"])
    state.ami.param.watch(lambda *_: show(write(state)), _ami_names())


def _field(key: str) -> tuple[str, Read] | None:
    return next(((name, to_value) for name, (found, to_value, _) in FIELDS.items() if found == key), None)


def _ami_names() -> list[str]:
    return [name for name in AmiState.param if name != "name"]


def _write_ami(ami: AmiState) -> dict[str, str]:
    """What AMI Analytics looks at, where it is not the default; days and instants as ISO 8601."""
    values = {name: getattr(ami, name) for name in _ami_names()}
    changed = {name: value for name, value in values.items() if value != ami.param[name].default}
    return {name: value.isoformat() if isinstance(value, dt.date) else _plain(value) for name, value in changed.items()}


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _read_ami(name: str, text: str) -> Any:
    kind = AmiState.param[name]
    if isinstance(kind, param.Boolean):
        return {"0": False, "1": True}[text]
    if isinstance(kind, param.Integer):
        return _read_id(text)
    if isinstance(kind, param.CalendarDate):
        return dt.date.fromisoformat(text)
    return dt.datetime.fromisoformat(text) if isinstance(kind, param.Date) else text


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
