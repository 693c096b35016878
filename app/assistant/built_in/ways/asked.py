"""A question under way: what every way of answering is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.spoken_periods import SpokenPeriod
from app.assistant.context import ToolContext
from app.assistant.planner import Said


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question under way.

    Attributes:
        text: in plain words.
        frame: taken apart.
        other: a second period that the first is compared with.
        said: earlier turns of the conversation, the last one last.
        context: of the turn.
        goes_on: as typed it stands for, or joins on, something said before.
        is_made_whole: a piece that was put in words with what the turns before said.
        is_named: a pronoun of it was replaced by what it stands for.
    """

    text: str
    frame: Frame
    other: SpokenPeriod | None
    said: Sequence[Said]
    context: ToolContext
    goes_on: bool
    is_made_whole: bool
    is_named: bool = False
