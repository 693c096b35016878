"""What the commands about conversations have in common: only one's own, and no word of them in the audit."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from data_sources.commands.command import Command, Target, TargetKind
from data_sources.commands.missing import missing
from data_sources.commands.principal import Role
from data_sources.commands.texts import NOT_BLANK
from data_sources.commands.work import CommandWork
from data_sources.errors import NoSuchTarget

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Title = Annotated[str, Field(min_length=1, max_length=200), NOT_BLANK]


class ConversationCommand(Command):
    """Base of the commands about a conversation that is there.

    Attributes:
        said: names of the values that are words of the conversation; the audit tells them apart, and keeps none.
    """

    role: ClassVar[Role] = "viewer"
    makes: ClassVar[TargetKind] = "conversation"
    said: ClassVar[tuple[str, ...]] = ()

    conversation_id: RowId = Field(description="number of the conversation")

    @property
    def target(self) -> Target:
        """The conversation."""
        return Target("conversation", self.conversation_id)

    def values(self) -> dict[str, Any]:
        """What was asked for, without the words of the conversation."""
        return without_words(self, self.said)

    def secrets(self) -> dict[str, str]:
        """The words, which nobody keeps beside the conversation itself."""
        return words_of(self, self.said)


def without_words(command: Command, said: tuple[str, ...]) -> dict[str, Any]:
    """Values for the audit."""
    return command.model_dump(mode="json", exclude_defaults=True, exclude=set(said))


def words_of(command: Command, said: tuple[str, ...]) -> dict[str, str]:
    """Values that tell two requests apart and are not kept."""
    dumped = command.model_dump(mode="json", include=set(said))
    return {name: str(value) for name, value in dumped.items()}


def refuse_others(work: CommandWork, conversation_id: int) -> None:
    """Refuse what is not one's own, in the words for what is not there: nobody learns of other people's conversations.

    Raises:
        NoSuchTarget: it belongs to somebody else.
    """
    if work.row["owner"] != work.by.name:
        raise NoSuchTarget(missing(work.source, "conversation", conversation_id))
