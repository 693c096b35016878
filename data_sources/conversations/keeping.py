"""A conversation begins, gets another name, goes."""

from __future__ import annotations

from typing import Any, ClassVar

from data_sources.commands.command import Command, Target, TargetKind
from data_sources.commands.principal import Role
from data_sources.commands.work import CommandWork
from data_sources.conversations.base import ConversationCommand, Title, refuse_others, without_words, words_of
from data_sources.outages.life.base import AssetId
from data_sources.postgres.source import execute


class StartConversation(Command):
    """Begin a conversation of whoever gives it."""

    name: ClassVar[str] = "start_conversation"
    role: ClassVar[Role] = "viewer"
    makes: ClassVar[TargetKind] = "conversation"

    utility_id: AssetId
    title: Title

    @property
    def target(self) -> Target:
        """The utility; the conversation is not there yet."""
        return Target("utility", self.utility_id)

    def values(self) -> dict[str, Any]:
        """What was asked for, without the title."""
        return without_words(self, ("title",))

    def secrets(self) -> dict[str, str]:
        """The title."""
        return words_of(self, ("title",))

    def apply(self, work: CommandWork) -> None:
        """Without a turn."""
        row = execute(
            work.connection, "insert_conversation", utility_id=work.utility_id, owner=work.by.name, title=self.title,
            now=work.now,
        ).fetchone()  # fmt: skip
        assert row
        work.made = row[0]


class RenameConversation(ConversationCommand):
    """Give a conversation another name."""

    name: ClassVar[str] = "rename_conversation"
    said: ClassVar[tuple[str, ...]] = ("title",)

    title: Title

    def apply(self, work: CommandWork) -> None:
        """One's own only."""
        refuse_others(work, self.conversation_id)
        execute(work.connection, "rename_conversation", conversation_id=self.conversation_id, title=self.title)


class DeleteConversation(ConversationCommand):
    """Delete a conversation, with its turns and what was thought of them."""

    name: ClassVar[str] = "delete_conversation"

    def apply(self, work: CommandWork) -> None:
        """One's own only; nothing of it stays but that it was deleted."""
        refuse_others(work, self.conversation_id)
        execute(work.connection, "delete_conversation", conversation_id=self.conversation_id)
