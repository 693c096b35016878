"""A message to a page looks up the models that it is about, where Bokeh lists all of the page for every message.

A page has some 450 models, and a gesture some eight messages: the list took a tenth of what the event loop did.
`app.server.upstream_costs` puts both in the place of Bokeh's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from typing import Any

from bokeh.core.serialization import Ref, Serializer
from bokeh.core.types import ID
from bokeh.document.models import DocumentModelManager
from bokeh.model import Model


class Synced(Set[Model]):
    """The models of a document that its browser has.

    Args:
        models: all of them, by id.
        new: those that it has not been told of.
    """

    def __init__(self, models: Mapping[ID, Model], new: Collection[Model]) -> None:
        """Goes through none of them."""
        self._models, self._new = models, new

    def __contains__(self, one: object) -> bool:
        """Whether the browser has it."""
        return isinstance(one, Model) and self._models.get(one.id) is one and one not in self._new

    def __iter__(self) -> Iterator[Model]:
        """One after the other."""
        return (one for one in self._models.values() if one not in self._new)

    def __len__(self) -> int:
        """How many."""
        return sum(1 for _ in self)


def synced_references(self: DocumentModelManager) -> Synced:
    """The models that the browser has; followed, not listed."""
    return Synced(self._models, self._new_models)


class MessageSerializer(Serializer):
    """Bokeh's, which looks up what the browser has.

    Args:
        references: what it has.
        options: as Bokeh takes them.
    """

    def __init__(self, *, references: Collection[Model] = (), **options: Any) -> None:
        """Lists nothing."""
        super().__init__(**options)
        self._synced = references

    def get_ref(self, obj: Any) -> Ref | None:
        """How an object is named on the other side; None where it is not known there."""
        found = super().get_ref(obj)
        return obj.ref if found is None and isinstance(obj, Model) and obj in self._synced else found

    def has_ref(self, obj: Any) -> bool:
        """Whether the other side knows it."""
        return self.get_ref(obj) is not None
