"""Assistant: a planner over the catalogue, with what goes wrong told in words; one a process."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator, Sequence
from typing import Final

from app.assistant.context import Asker, ToolContext
from app.assistant.events import Declined, EndedEarly, Event, Finished
from app.assistant.planner import Planner, Said
from app.assistant.refusals import NoAnswer
from app.assistant.tools import Catalogue
from data_sources.errors import FluxError, Withdrawn
from data_sources.source import Sources

CLOSED = "The server was stopped before this answer was whole. Ask again once it is back."
FAILED: Final = EndedEarly("The assistant failed on this question; the server's log says why.")
log = logging.getLogger(__name__)


class Assistant:
    """Answers questions. Thread-safe.

    Args:
        catalogue: all tools.
        planner: makes an answer of a question.
        sources: what tools may ask.
    """

    def __init__(self, catalogue: Catalogue, planner: Planner, sources: Sources) -> None:
        self.catalogue, self.planner, self._sources = catalogue, planner, sources

    def ask(
        self, words: str, asker: Asker, said: Sequence[Said] = (), *, stop: threading.Event | None = None,
        now: dt.datetime | None = None,
    ) -> Iterator[Event]:  # fmt: skip
        """The events of an answer, the last one `Finished` or `EndedEarly`; to be taken in a worker thread.

        Args:
            words: what is asked.
            asker: who asks, and where they stand.
            said: the conversation before it.
            stop: set to end it early.
            now: when it is asked; None for the present.
        """
        context = ToolContext(
            asker, self._sources, now or dt.datetime.now(dt.UTC), stop or threading.Event(), kinds=self.catalogue.kinds
        )
        try:
            yield from self.planner.answer(words, said, context)
        except NoAnswer as error:
            yield Declined(error.reason, str(error))
            yield Finished()
        except Withdrawn:  # by nobody who asked: the sources are closed because the server ends
            yield EndedEarly(CLOSED)
        except FluxError as error:
            yield EndedEarly(str(error))
        except Exception:
            log.exception("An answer of the assistant failed.")
            yield FAILED
