"""Layers of a PDF ("optional content"): which of them are switched off when it is opened, so that nobody sees them.

Drawback: a layer whose visibility is an expression (`/VE`), or hangs on zoom, on printing or on a user, is taken for
seen unless its groups say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


class HiddenLayers:
    """The groups of a file that are off.

    Args:
        catalog: of the file, as `PdfReader.trailer["/Root"]`; None for a file without layers.
    """

    def __init__(self, catalog: Any = None) -> None:
        told = _plain(_plain(catalog).get("/OCProperties"))
        default = _plain(told.get("/D"))
        off = set(_references(default.get("/OFF")))
        if default.get("/BaseState") == "/OFF":
            off |= set(_references(told.get("/OCGs"))) - set(_references(default.get("/ON")))
        self._off = off

    @classmethod
    def of(cls, reader: PdfReader | None) -> HiddenLayers:
        """Of an opened file."""
        return cls(reader.trailer["/Root"].get_object() if reader is not None else None)

    def hides(self, layer: Any) -> bool:
        """Whether what stands in a layer is not seen.

        Args:
            layer: what `/OC` names: a group, or a membership of several with the rule that tells.
        """
        found = _plain(layer)
        if not self._off or not found:
            return False
        if found.get("/Type") != "/OCMD":
            return _reference(layer) in self._off
        groups = found.raw_get("/OCGs") if "/OCGs" in found else None
        are_off = [one in self._off for one in _references([groups] if _is_group(groups) else groups)]
        rule = found.get("/P", "/AnyOn")
        if not are_off:
            return False
        if rule == "/AllOn":
            return any(are_off)
        if rule == "/AnyOff":
            return not any(are_off)
        return not all(are_off) if rule == "/AllOff" else all(are_off)


def _is_group(found: Any) -> bool:
    return bool(_plain(found))


def _plain(found: Any) -> Any:
    """A dictionary of the file; an empty one where it is none."""
    found = found.get_object() if hasattr(found, "get_object") else found
    return found if isinstance(found, dict) else {}


def _references(found: Any) -> Iterator[int]:
    found = found.get_object() if hasattr(found, "get_object") else found
    for one in found if isinstance(found, list) else ():
        if (number := _reference(one)) is not None:
            yield number


def _reference(found: Any) -> int | None:
    """The number of an object of the file; None of one that stands in another."""
    number = getattr(found, "idnum", None)
    number = number if number is not None else getattr(getattr(found, "indirect_reference", None), "idnum", None)
    return int(number) if number is not None else None
