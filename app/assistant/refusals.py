"""Why there is no answer, in words: one reason of a closed list, and a sentence that says what can be done instead."""

from __future__ import annotations

from enum import StrEnum

from data_sources.errors import FluxError


class RefusalReason(StrEnum):
    """Why there is no answer."""

    NEEDS_CONFIRMATION = "needs_confirmation"  # changes a row: a filled form, never done by itself
    FORBIDDEN = "forbidden"  # nobody is helped to it: secrets, other utilities, unsafe switching
    PERSONAL_DATA = "personal_data"
    NOT_KNOWN_YET = "not_known_yet"  # facts of the future that nothing forecasts
    NOT_IN_DATA = "not_in_data"  # no table says so
    NO_SUCH_ASSET = "no_such_asset"
    FREE_SQL = "free_sql"  # with side effects, or of what is not on the list
    INJECTION = "injection"  # an order to the assistant, inside words or a name
    OFF_TOPIC = "off_topic"
    NOT_UNDERSTOOD = "not_understood"
    NO_SOURCE = "no_source"  # the database or warehouse that knows is not there just now


class NoAnswer(FluxError):
    """A question without an answer.

    Args:
        reason: of the closed list.
        sentence: for a person; says what is wrong, and what to do or ask instead.
    """

    def __init__(self, reason: RefusalReason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
