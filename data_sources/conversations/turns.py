"""Turns of a conversation: a question with its answer, what a person thinks of it, what became of its proposals."""

from __future__ import annotations

import json
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import AfterValidator, Field

from data_sources.commands.texts import NOT_BLANK
from data_sources.commands.work import CommandWork
from data_sources.conversations.base import ConversationCommand, RowId, refuse_others
from data_sources.errors import CommandRefused, Conflict
from data_sources.outages.life.base import Moment
from data_sources.postgres.source import execute

TurnState = Literal["finished", "stopped", "failed"]
MOST_TURNS: Final = 1000
MOST_BYTES: Final = 8 << 20  # of an answer as JSON
GONE_ON: Final = "The conversation went on in another window meanwhile, and what was asked there would be lost."


def _bounded(answer: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(json.dumps(answer)) > MOST_BYTES:
        raise ValueError(f"an answer holds at most {MOST_BYTES >> 20} MB")
    return answer


class SaveTurn(ConversationCommand):
    """Keep a question with its answer at the end of its conversation.

    A question that is asked anew names the turns that go for it. They go only where they are the last ones: of what
    was asked meanwhile in another window nothing is lost.
    """

    name: ClassVar[str] = "save_turn"
    said: ClassVar[tuple[str, ...]] = ("question", "answer")

    question: Annotated[str, Field(min_length=1, max_length=4000), NOT_BLANK]
    answer: Annotated[list[dict[str, Any]], AfterValidator(_bounded)] = Field(description="its events, as JSON")
    state: TurnState
    asked_at: Moment
    replaces: tuple[RowId, ...] = Field(
        (), max_length=MOST_TURNS, description="the turns that go for it, in their order: all from its place on"
    )

    def apply(self, work: CommandWork) -> None:
        """One's own only; the receipt has its `turn_id` and its `place`, counted from 0."""
        refuse_others(work, self.conversation_id)
        place = self._place(work) if self.replaces else work.row["turns"]
        if place >= MOST_TURNS:
            raise CommandRefused(f"A conversation holds at most {MOST_TURNS:,} questions: begin a new one.")
        row = execute(
            work.connection, "insert_turn", conversation_id=self.conversation_id, place=place,
            question=self.question, answer=json.dumps(self.answer), state=self.state, asked_at=self.asked_at,
            now=work.now,
        ).fetchone()  # fmt: skip
        assert row
        work.done = {"turn_id": row[0], "place": place}

    def _place(self, work: CommandWork) -> int:
        """Where those stood that go."""
        rows = execute(work.connection, "places_of_turns", conversation_id=self.conversation_id).fetchall()
        place = next((at for turn_id, at in rows if turn_id == self.replaces[0]), len(rows))
        if tuple(turn_id for turn_id, at in rows if at >= place) != self.replaces:
            raise Conflict(GONE_ON, work.row["version"])
        execute(work.connection, "delete_turns_from", conversation_id=self.conversation_id, place=place)
        return place


class TurnCommand(ConversationCommand):
    """Base of the commands about a turn that is kept."""

    turn_id: RowId = Field(description="number of the turn")

    def apply(self, work: CommandWork) -> None:
        """One's own only."""
        refuse_others(work, self.conversation_id)
        asked = {"turn_id": self.turn_id, "conversation_id": self.conversation_id}
        if execute(work.connection, "owned_turn", **asked).fetchone() is None:
            raise CommandRefused(f"The conversation has no turn {self.turn_id} any more: it was asked anew.")
        self.change(work)

    def change(self, work: CommandWork) -> None:
        """Change it."""
        raise NotImplementedError


class RateAnswer(TurnCommand):
    """Say what one thinks of an answer; what one said before is overwritten."""

    name: ClassVar[str] = "rate_answer"
    said: ClassVar[tuple[str, ...]] = ("comment",)

    is_good: bool = Field(description="thumbs up; false for thumbs down")
    comment: str = Field("", max_length=2000, description="why")

    def change(self, work: CommandWork) -> None:
        """One a person and answer."""
        execute(
            work.connection, "rate_answer", turn_id=self.turn_id, person=work.by.name, is_good=self.is_good,
            comment=self.comment, now=work.now,
        )  # fmt: skip


class SettleProposal(TurnCommand):
    """Keep what became of a proposal: done, or put aside."""

    name: ClassVar[str] = "settle_proposal"
    said: ClassVar[tuple[str, ...]] = ("sentence",)

    result: int = Field(ge=0, lt=1000, description="which result of the answer proposes it, counted from 0")
    sentence: Annotated[str, Field(min_length=1, max_length=500), NOT_BLANK]

    def change(self, work: CommandWork) -> None:
        """In words, with the number of its row in the audit where it was done."""
        execute(
            work.connection, "settle_proposal", turn_id=self.turn_id, result=self.result, sentence=self.sentence,
        )  # fmt: skip
