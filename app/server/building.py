"""A session's document is built in a thread of its own, so that the event loop goes on with everybody else.

Bokeh awaits what an application does when a session is created, and then lets it fill the document on the event loop.
Here the first builds the document, in a thread for pages (one after another, see `app.server.turns`), and the second
finds it done. Until it is, no session exists: no browser, callback or periodic look reaches the document, and what
workers hand over meanwhile waits (`layers.drawing.on_loop`).

Measured side by side on a busy machine (small demo, median of eight pages): 127 to 150 ms of the loop's processor time
a page instead of 250 to 300, the longest hold 50 to 240 ms instead of 420 to 580. The thread and the loop share one
interpreter, so the work is not less: a gesture takes longer meanwhile, but does not wait for the whole page.

What all documents share: Panel finds its document by a context variable, which a thread has for itself; Bokeh by a
list, which is made one for each thread here. Once built, the document belongs to the event loop's thread.
"""

from __future__ import annotations

import asyncio
import threading
from contextvars import copy_context
from functools import partial
from typing import Any
from weakref import WeakSet

from bokeh.document import Document
from bokeh.io import doc as bokeh_doc
from panel.io.application import Application
from panel.io.state import state

from app.threads import THREADS

_built: WeakSet[Document] = WeakSet()
_their_creation, _their_initialization = Application.on_session_created, Application.initialize_document


class DocumentStack(threading.local):
    """The documents that callbacks of one thread run in, the innermost last, as Bokeh's list has them."""

    def __init__(self) -> None:
        """Called once a thread."""
        self._documents: list[Any] = []

    def __len__(self) -> int:
        """How many are within each other."""
        return len(self._documents)

    def __getitem__(self, index: int) -> Any:
        """A weak reference to one of them."""
        return self._documents[index]

    def append(self, document: Any) -> None:
        """A callback of that document begins."""
        self._documents.append(document)

    def pop(self) -> Any:
        """The innermost callback ends."""
        return self._documents.pop()


def install() -> None:
    """Build documents in their thread from now on; safe to call again, before the first session."""
    if Application.on_session_created is not create:
        bokeh_doc._PATCHED_CURDOCS = DocumentStack()  # type: ignore[assignment]
        Application.on_session_created = create  # type: ignore[method-assign]
        Application.initialize_document = initialize  # type: ignore[method-assign]


async def create(self: Application, session_context: Any) -> None:
    """What Panel does for a new session, and its document."""
    await _their_creation(self, session_context)
    document = session_context._document
    build = partial(copy_context().run, _their_initialization, self, document)
    await asyncio.get_running_loop().run_in_executor(THREADS.of("pages"), build)
    _built.add(document)
    state._thread_id_[document] = threading.get_ident()


def initialize(self: Application, document: Document) -> None:
    """Fill a document that was not built when its session was created."""
    if document not in _built:
        _their_initialization(self, document)
