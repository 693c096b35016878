"""Talk: the session's conversation: its turns, the one under way, and what is done with them. No view of its own."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import param

from app.assistant.assistant import Assistant
from app.assistant.context import Asker
from app.assistant.events import STOPPED, EndedEarly, Event, Warned
from app.assistant.kept.asking import QuestionAsked, Told, TurnBegun, TurnKept, ask_and_keep
from app.assistant.kept.at_once import AT_ONCE, WAITS
from app.assistant.kept.conversations import Conversations, KeptTurn
from app.chat.answer import AnswerSoFar
from app.chat.running import Running
from app.live import LiveLoop, PendingWork
from app.threads import THREADS, Threads
from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.conversations.keeping import DeleteConversation, RenameConversation
from data_sources.conversations.turns import RateAnswer, SettleProposal, TurnState
from data_sources.errors import CommandError, FluxError

MOST_CHARACTERS: Final = 4000
STOPPING_S: Final = 10.0  # that a stopped answer has to end before the next one goes on without it
_keys = itertools.count(1)


@dataclass(eq=False)
class ChatTurn:
    """A question and its answer as the page has them.

    Attributes:
        question: as it was asked.
        answer: what came so far.
        state: whether more comes, and how it ended.
        turn_id: its number, once it is kept.
        is_good: what the person thinks of it.
        comment: why.
        settled: what became of its proposals, by the place of their result.
        key: tells it from all other turns of the session.
        revision: counts its changes.
        is_new: it was asked on this page: an answer that leads somewhere at once does, and no other.
    """

    question: str
    answer: AnswerSoFar = field(default_factory=AnswerSoFar)
    state: TurnState | None = None
    turn_id: int | None = None
    is_good: bool | None = None
    comment: str = ""
    settled: dict[int, str] = field(default_factory=dict)
    key: int = field(default_factory=lambda: next(_keys))
    revision: int = 0
    is_new: bool = False
    events: list[Event] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        """Whether more comes."""
        return self.state is None

    @classmethod
    def of(cls, kept: KeptTurn) -> ChatTurn:
        """One that was kept."""
        return cls(
            kept.question, AnswerSoFar.of(kept.events), kept.state, kept.turn_id, kept.is_good, kept.comment,
            dict(kept.settled), events=list(kept.events),
        )  # fmt: skip

    @property
    def kept(self) -> KeptTurn:
        """As a planner is told of it."""
        return KeptTurn(self.question, tuple(self.events), self.state or "stopped", self.turn_id)


@dataclass(eq=False)
class _Written:
    """A conversation as threads write it.

    Attributes:
        number: once it has one.
        is_read: whether its turns are here; before that nothing is asked in it.
        kept: numbers of its turns by their keys; never changed, only exchanged, since threads read it.
        turn: held by the one whose turn it is to be kept.
    """

    number: int | None = None
    is_read: bool = True
    kept: dict[int, int] = field(default_factory=dict)
    turn: threading.Lock = field(default_factory=threading.Lock)


class Talk(param.Parameterized):
    """One a session.

    Args:
        loop: of the session; brings what threads found into its document.
        assistant: answers, once it is called for, in a thread.
        conversations: keeps.
        commands: changes what is kept; None where nothing can be.
        asker: who asks, and where they stand now.
        threads: where answers are taken.
    """

    revision = param.Integer(default=0, doc="Counts changes of anything here. Writer: itself.")
    conversation_id = param.Integer(default=None, allow_None=True, doc="Number of the conversation; None: a new one.")
    problem = param.String(default="", doc="Why a conversation is not here, in a sentence.")
    is_opening = param.Boolean(default=False, doc="Whether a conversation is being read.")

    def __init__(
        self, loop: LiveLoop, assistant: Callable[[], Assistant], conversations: Conversations,
        commands: Commands | None, asker: Callable[[], Asker], threads: Threads = THREADS,
    ) -> None:  # fmt: skip
        """Without a turn."""
        super().__init__()
        self.turns: list[ChatTurn] = []
        self.waiting = ""  # a question that is asked once its conversation is here
        self._loop, self._assistant, self._conversations = loop, assistant, conversations
        self._commands, self._asker, self._threads = commands, asker, threads
        self._running: Running | None = None
        self._written = _Written()
        self._reading: PendingWork | None = None

    # What is asked -----------------------------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Whether an answer is under way."""
        return bool(self.turns) and self.turns[-1].is_running

    @property
    def principal(self) -> Principal:
        """Who talks."""
        return self._asker().principal

    def ask(self, words: str, place: int | None = None) -> None:
        """Ask at the end, or anew at a place: what stood there and after it goes."""
        words = words.replace("\0", "").strip()[:MOST_CHARACTERS]
        if not words:
            return
        if not self._written.is_read:
            self._ask_later(words)
            return
        place = len(self.turns) if place is None else place
        if place == len(self.turns) and self.is_running:
            return  # one at a time
        if refusal := AT_ONCE.refusal(self.principal.name):
            self._refuse(words, place, refusal)
            return
        if place < len(self.turns):
            self._abandon()
        turn = ChatTurn(words, is_new=True)
        before = tuple(one.kept for one in self.turns[:place])
        gone = [one.key for one in self.turns[place:]]
        asked, written = QuestionAsked(words, self._asker(), self.conversation_id, before), self._written
        self.turns = [*self.turns[:place], turn]
        running: Running = Running(
            lambda running: self._events(asked, written, (turn.key, gone), running),
            lambda told, is_over: self._take(running, turn, told, is_over),
            self._loop.later,
        )  # fmt: skip
        self._running = running
        running.start(self._threads.assistant, asked.asker.principal.name)
        self._changed()

    def stop(self) -> None:
        """Stop the answer under way; what came of it stays."""
        if self._running is not None and self.is_running:
            self._running.stop.set()
            turn = self.turns[-1]
            turn.state, turn.answer.doing, turn.answer.ended = "stopped", "", STOPPED
            self._changed(turn)

    def look(self) -> None:
        """Hand on what has waited, and say so where no thread is free; called at each look of whoever shows it."""
        if self._running is None:
            return
        self._running.look()
        if self._running is not None and self.is_running:
            answer = self.turns[-1].answer
            doing = WAITS if self._running.waits else "" if answer.doing == WAITS else answer.doing
            if doing != answer.doing:
                answer.doing = doing
                self._changed(self.turns[-1])

    def _refuse(self, words: str, place: int, sentence: str) -> None:
        """Somebody asks too much at once: a turn that can be tried again; what is asked anew stays as it was."""
        if place < len(self.turns):
            self._tell(sentence)
            return
        turn = ChatTurn(words, state="failed", is_new=True)
        turn.answer.take(EndedEarly(sentence))
        self.turns = [*self.turns, turn]
        self._changed()

    def _ask_later(self, words: str) -> None:
        """Of a conversation that is still being read, or could not be."""
        self.waiting = words
        if not self.is_opening:
            self._read()
        self._changed()

    def _events(
        self, asked: QuestionAsked, written: _Written, keys: tuple[int, list[int]], running: Running
    ) -> Iterator[Told]:
        """In a thread: one turn after the other; `keys` are those of the turn and of the turns that go for it."""
        is_held = written.turn.acquire(timeout=STOPPING_S)
        try:
            own, gone = keys
            replaces = tuple(written.kept[key] for key in gone if key in written.kept)
            asked = replace(asked, conversation_id=written.number, replaces=replaces)
            for told in ask_and_keep(
                self._assistant(), self._conversations, asked, running.stop, lambda: running.is_wanted
            ):
                if isinstance(told, TurnBegun):
                    written.number = told.conversation_id
                elif isinstance(told, TurnKept):
                    left = {key: number for key, number in written.kept.items() if number not in replaces}
                    written.kept = left | {own: told.turn_id}
                yield told
        finally:
            if is_held:
                written.turn.release()

    def _take(self, running: Running, turn: ChatTurn, told: list[Told], is_over: bool) -> None:
        if turn not in self.turns:
            return
        is_behind = False
        for one in told:
            if isinstance(one, TurnBegun):
                self.conversation_id = one.conversation_id
            elif isinstance(one, TurnKept):
                turn.turn_id = one.turn_id
                before = self.turns[: self.turns.index(turn)]
                is_behind = one.place != sum(other.turn_id is not None for other in before)
            elif isinstance(one, Warned) and not turn.is_running:
                turn.answer.take(one)  # that a stopped answer is not kept
            elif turn.is_running:
                turn.events.append(one)
                turn.answer.take(one)
        if is_over and turn.is_running:
            turn.state = "failed" if turn.answer.ended else "finished"
        if is_over:
            self._running = None if self._running is running else self._running
            is_behind = is_behind or (turn.turn_id is None and self.conversation_id is not None)
        if is_behind and self._commands is not None:
            self._read()  # it went on in another window, or went
        self._changed(turn)

    def _abandon(self) -> None:
        if self._running is not None:
            self._running.abandon()
            self._running = None

    # What is kept ------------------------------------------------------------------------------------------------

    def begin_anew(self) -> None:
        """Leave the conversation; an answer under way is stopped and kept."""
        if self._running is not None:
            self._running.stop.set()
        if self._reading is not None:
            self._reading.let_go()
        self._running, self._written = None, _Written()
        self.turns, self.waiting = [], ""
        self.param.update(conversation_id=None, problem="", is_opening=False)
        self._changed()

    def open(self, conversation_id: int) -> None:
        """Read a conversation."""
        if conversation_id == self.conversation_id:
            return
        self.begin_anew()
        self._written = _Written(conversation_id, is_read=False)
        self.conversation_id = conversation_id
        self._read()
        self._changed()

    def _read(self) -> None:
        """Read the conversation: to open it, or because it went on elsewhere. Done once the database answers."""
        written, owner, utility_id = self._written, self.principal.name, self._asker().utility_id
        number = written.number
        if number is None:
            return
        if self._reading is not None:
            self._reading.let_go()

        def read() -> list[KeptTurn] | None:
            row = self._conversations.row(number, owner)
            if row is None or row["utility_id"] != utility_id:
                return None
            return self._conversations.turns(number, owner)

        def away(error: Exception) -> None:
            self.problem = "" if written.is_read else f"{error} The conversation is shown as soon as it does."
            self._changed()

        self.param.update(is_opening=not written.is_read, problem="")
        self._reading = self._loop.work(read, self._show, lambda error: self._tell(str(error)), "live", on_away=away)

    def _show(self, found: list[KeptTurn] | None) -> None:
        """The turns as they are kept; what is not kept stays after them."""
        written, problem = self._written, ""
        if found is None:
            problem = f"There is no conversation {written.number} of yours."
            self._written, self.conversation_id = _Written(), None
            for turn in self.turns:
                turn.turn_id = None
        else:
            newest = max((one.turn_id or 0 for one in found), default=0)
            here = {one.turn_id: one for one in self.turns if one.turn_id is not None}
            kept = [_refreshed(here.get(one.turn_id or 0), one) for one in found]
            self.turns = [*kept, *(one for one in self.turns if one.turn_id is None or one.turn_id > newest)]
            later = {key: number for key, number in written.kept.items() if number > newest}
            written.kept = {one.key: one.turn_id for one in kept if one.turn_id is not None} | later
            written.is_read = True
        self.param.update(is_opening=False, problem=problem)
        words, self.waiting = self.waiting, ""
        self._changed()
        self.ask(words)

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another name."""
        self._do(lambda: RenameConversation.of(conversation_id=conversation_id, title=title))

    def delete(self, conversation_id: int) -> None:
        """Delete a conversation; the one that is open is left."""
        if conversation_id == self.conversation_id:
            self._abandon()
            self.begin_anew()
        self._do(lambda: DeleteConversation.of(conversation_id=conversation_id))

    def rate(self, turn: ChatTurn, is_good: bool, comment: str = "") -> None:
        """Say what one thinks of an answer."""
        turn.is_good, turn.comment = is_good, comment
        self._changed(turn)
        if turn.turn_id is not None:
            self._do(lambda: RateAnswer.of(
                conversation_id=self.conversation_id, turn_id=turn.turn_id, is_good=is_good, comment=comment
            ))  # fmt: skip

    def settle(self, turn: ChatTurn, result: int, sentence: str) -> None:
        """Keep what became of a proposal."""
        turn.settled[result] = sentence
        self._changed(turn)
        if turn.turn_id is not None:
            self._do(lambda: SettleProposal.of(
                conversation_id=self.conversation_id, turn_id=turn.turn_id, result=result, sentence=sentence
            ))  # fmt: skip

    def close(self) -> None:
        """The session ends: an answer under way is stopped and kept as far as it came."""
        if self._running is not None:
            self._running.stop.set()

    def _do(self, make: Callable[[], Command]) -> None:
        """Run a command in a thread; what is wrong with it is told."""
        commands = self._commands
        if commands is None:
            return
        try:
            command = make()
        except CommandError as error:
            self._tell(str(error))
            return

        by = self.principal

        def run() -> str:
            try:
                commands.run(command, by=by)
            except FluxError as error:
                return str(error)
            return ""

        self._loop.work(run, self._tell, lambda error: self._tell(str(error)), "live")

    def _tell(self, problem: str) -> None:
        self.param.update(problem=problem, is_opening=False)
        self._changed()

    def _changed(self, turn: ChatTurn | None = None) -> None:
        if turn is not None:
            turn.revision += 1
        self.revision += 1


def _refreshed(turn: ChatTurn | None, kept: KeptTurn) -> ChatTurn:
    """A turn as the page has it, with what was said of it in another window."""
    if turn is None:
        return ChatTurn.of(kept)
    turn.is_good, turn.comment, turn.settled = kept.is_good, kept.comment, dict(kept.settled)
    turn.revision += 1
    return turn
