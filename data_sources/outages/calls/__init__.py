"""The commands of a trouble call's life, one small class each: taken, put to an outage, called back, closed."""

from __future__ import annotations

from typing import Final

from data_sources.outages.calls.base import CallCommand
from data_sources.outages.calls.callback import AskCallback, RecordCallback
from data_sources.outages.calls.said import ChangeCall, CloseCall, ReopenCall
from data_sources.outages.calls.take import TakeCall
from data_sources.outages.calls.told_of import AttachCall, DetachCall

__all__ = [
    "CALL_TRANSITIONS", "AskCallback", "AttachCall", "CallCommand", "ChangeCall", "CloseCall", "DetachCall",
    "RecordCallback", "ReopenCall", "TakeCall", "allowed_of_call",
]  # fmt: skip

# What can be done with a call that is there, in the order of its life.
CALL_TRANSITIONS: Final[tuple[type[CallCommand], ...]] = (
    ChangeCall, AttachCall, DetachCall, AskCallback, RecordCallback, CloseCall, ReopenCall,
)  # fmt: skip


def allowed_of_call(*, is_closed: bool) -> tuple[type[CallCommand], ...]:
    """Of those, what a call can take that is closed or not."""
    return tuple(one for one in CALL_TRANSITIONS if (one is ReopenCall) == is_closed)
