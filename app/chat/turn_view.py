"""TurnView: one question with its answer, as it comes; what is clicked in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import panel as pn
from panel.viewable import Viewer

from app import formats, theme
from app.assistant.confirming import confirm, key_of
from app.assistant.going import apply
from app.assistant.results import Go
from app.chat import answer_html
from app.chat.html import ChatHtml
from app.chat.proposal_form import BACK, SENT, changed_by, proposal_html
from app.chat.result_view import ResultView
from app.chat.source_html import dialog
from app.chat.talk import ChatTurn, Talk
from app.desk.command_desk import UNKNOWN
from app.tab import Tab
from app.widgets.html import Markup
from data_sources.commands.receipt import Receipt
from data_sources.errors import CommandRefused, FluxError, InvalidCommand, SourceUnavailable
from layers.still import place_still
from layers.style import MapStyle


class TurnView(Viewer):
    """One turn.

    Args:
        host: gives state, colours and workers.
        talk: what is clicked is done there.
        turn: shown.
        is_open: its tables and charts are shown at once; else a button shows them.
    """

    def __init__(self, host: Tab, talk: Talk, turn: ChatTurn, *, is_open: bool) -> None:
        """Draws what there is."""
        super().__init__()  # type: ignore[no-untyped-call]  # Panel's is bare
        self.turn, self._host, self._talk = turn, host, talk
        self._is_open, self._is_last, self._is_editing, self._is_commenting = is_open, True, False, False
        self._seen: tuple[Any, ...] | None = None
        self._still: bytes | None = None
        self._still_of: Go | None = None
        self._gone = False
        self._source: Markup | None = None
        self._openings = 0
        self._results: dict[int, ResultView] = {}
        self._errors: dict[int, tuple[str, str]] = {}
        self._confirming: set[int] = set()
        self._head, self._foot = ChatHtml(["turn-head-view"]), ChatHtml(["turn-foot-view"])
        self._boards = pn.Column(
            css_classes=["turn-boards"], stylesheets=[theme.stylesheet("chat")], sizing_mode="stretch_both", margin=0,
            visible=False,
        )  # fmt: skip
        self.view = pn.Column(
            self._head, self._boards, self._foot, css_classes=["chat-turn"], stylesheets=[theme.stylesheet("chat")],
            sizing_mode="stretch_both", margin=0,
        )  # fmt: skip
        self._listen()

    def __panel__(self) -> Any:
        """What Panel puts into the page."""
        return self.view

    def draw(self, *, is_last: bool) -> None:
        """Show what changed since."""
        self._is_last = is_last
        seen = (self.turn.revision, is_last, self._zone, self._talk.conversation_id)
        if seen != self._seen:
            self._seen = seen
            self._draw()

    def recolour(self) -> None:
        """Take the colours of the session's theme."""
        for one in self._results.values():
            one.recolour(self._tokens)
        self._still_of = None
        self._draw()

    # What is shown -----------------------------------------------------------------------------------------------

    @property
    def _zone(self) -> str:
        return str(self._host.state.time_zone)

    @property
    def _tokens(self) -> theme.Tokens:
        return theme.tokens(self._host.state.theme, self._host.state.palette)

    def _draw(self) -> None:
        turn = self.turn
        self._head.write(answer_html.head(turn, self._zone, is_editing=self._is_editing), self._source)
        self._draw_boards()
        folded = 0 if self._is_open else len(self._with_boards())
        can_rate = turn.turn_id is not None
        self._foot.write(self._proposals(), answer_html.foot(
            turn, self._still, is_last=self._is_last, can_rate=can_rate, is_commenting=self._is_commenting,
            folded=folded,
        ))  # fmt: skip
        self._go_at_once()
        self._ask_still()

    def _proposals(self) -> list[Markup]:
        """What a person may confirm, once the answer is whole."""
        if self.turn.is_running:
            return []
        return [
            proposal_html(
                one.result.proposal, place, f"proposal-{self.turn.key}-{place}", self._zone, self._host.principal,
                self._errors.get(place, ("", "")), self.turn.settled.get(place, ""),
                f"turn {self.turn.turn_id or f'of this page {self.turn.key}'}, {place}",
            )
            for place, one in enumerate(self.turn.answer.shown) if one.result.proposal is not None
        ]  # fmt: skip

    def _with_boards(self) -> list[int]:
        shown = enumerate(self.turn.answer.shown)
        return [place for place, one in shown if one.is_main and answer_html.is_board(one.result)]

    def _draw_boards(self) -> None:
        if not self._is_open:
            return
        new = [place for place in self._with_boards() if place not in self._results]
        for place in new:
            shown = self.turn.answer.shown[place].result
            self._results[place] = ResultView(shown, self._tokens, self._zone, self.turn.answer.text)
        if new:
            self._boards.visible = True
            self._boards.extend([self._results[place].view for place in new])

    # What is clicked ---------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        for part in (self._head, self._foot):
            part.on("offer", lambda words: self._talk.ask(str(words)))
            part.on("retry", lambda _value: self._talk.ask(self.turn.question, self._place))
        self._head.on("cell", self._show_cell)
        self._head.on("source", self._show_source)
        self._head.on("close", lambda _value: self._show(None))
        self._head.on("edit", lambda _value: self._edit(True))
        self._head.on("no_edit", lambda _value: self._edit(False))
        self._head.on("asked", self._ask_anew)
        self._foot.on(SENT, self._confirm)
        self._foot.on(BACK, self._put_aside)
        self._foot.on("go", self._go)
        self._foot.on("unfold", lambda _value: self._unfold())
        self._foot.on("good", lambda _value: self._rate(True))
        self._foot.on("bad", lambda _value: self._rate(False))
        self._foot.on("comment", self._comment)
        self._foot.on("no_comment", lambda _value: self._close_comment())

    @property
    def _place(self) -> int:
        return self._talk.turns.index(self.turn) if self.turn in self._talk.turns else len(self._talk.turns)

    def _show_cell(self, value: Any) -> None:
        pieces = self.turn.answer.pieces
        piece = pieces[int(value)] if str(value).isdigit() and int(value) < len(pieces) else None
        result = self.turn.answer.result(piece.cell) if piece is not None and piece.cell is not None else None
        if piece is not None and result is not None:
            self._openings += 1
            self._show(dialog(result, piece.cell, self._zone, f"{self.turn.key}-{self._openings}"))

    def _show_source(self, value: Any) -> None:
        place = self._shown_at(value)
        if place is not None:
            self._openings += 1
            found = self.turn.answer.shown[place].result
            self._show(dialog(found, None, self._zone, f"{self.turn.key}-{self._openings}"))

    def _shown_at(self, value: Any) -> int | None:
        """The place of a result, as the page says it; None where there is none."""
        place = int(value) if str(value).isdigit() else -1
        return place if 0 <= place < len(self.turn.answer.shown) else None

    def _show(self, source: Markup | None) -> None:
        self._source = source
        self._draw()

    def _edit(self, is_editing: bool) -> None:
        self._is_editing = is_editing
        self._draw()

    def _ask_anew(self, message: Any) -> None:
        words = typed(message, "question")
        self._is_editing = False
        if words:
            self._talk.ask(words, self._place)
        else:
            self._draw()

    def _unfold(self) -> None:
        self._is_open = True
        self._draw()

    def _rate(self, is_good: bool) -> None:
        self._is_commenting = True
        self._talk.rate(self.turn, is_good, self.turn.comment)

    def _comment(self, message: Any) -> None:
        self._is_commenting = False
        if self.turn.is_good is not None:
            self._talk.rate(self.turn, self.turn.is_good, typed(message, "comment")[:2000])

    def _close_comment(self) -> None:
        self._is_commenting = False
        self._draw()

    # What is confirmed -------------------------------------------------------------------------------------------

    def _confirm(self, message: Any) -> None:
        """Run a proposal as the person left it; a second click, or one in another window, is the same request."""
        place, commands = self._shown_at(typed(message, "slug")), self._host.commands
        shown = None if place is None else self.turn.answer.shown[place].result.proposal
        if place is None or shown is None or commands is None:
            return
        if place in self._confirming or place in self.turn.settled:
            return
        try:
            changed = changed_by(shown, message.get("values") or {}, self._zone)
        except InvalidCommand as error:
            self._complain(place, error.field, str(error))
            return
        self._confirming.add(place)
        turn_id = self.turn.turn_id  # none: it stands in this window alone
        by, key = self._host.principal, str(message.get("key")) if turn_id is None else key_of(turn_id, place)

        def run() -> Receipt | FluxError:
            try:
                return confirm(commands, shown, by=by, key=key, changed=changed)
            except SourceUnavailable:
                return CommandRefused(UNKNOWN)
            except FluxError as error:
                return error

        self._host.work(run, partial(self._confirmed, place), kind="live")

    def _confirmed(self, place: int, outcome: Receipt | FluxError) -> None:
        self._confirming.discard(place)
        if isinstance(outcome, Receipt):
            at = formats.day_and_clock(outcome.at, self._zone)
            warning = f" {outcome.warning}" if outcome.warning else ""
            self._talk.settle(self.turn, place, f"Done by {outcome.by}, {at} (audit {outcome.audit_id}).{warning}")
        else:
            field = outcome.field if isinstance(outcome, InvalidCommand) else ""
            self._complain(place, field, str(outcome))

    def _complain(self, place: int, field: str, sentence: str) -> None:
        self._errors[place] = field, sentence
        self._draw()

    def _put_aside(self, value: Any) -> None:
        """One form; the others of the answer stay."""
        place = self._shown_at(value)
        if place is None or place in self._confirming or place in self.turn.settled:
            return
        if self.turn.answer.shown[place].result.proposal is not None:
            self._talk.settle(self.turn, place, "Put aside: nothing was changed.")

    # Where it leads ----------------------------------------------------------------------------------------------

    def _go(self, value: Any) -> None:
        goes = self.turn.answer.goes
        if str(value).isdigit() and int(value) < len(goes):
            apply(goes[int(value)], self._host.state)

    def _go_at_once(self) -> None:
        """The question asked for it: once, of an answer that came on this page and is whole."""
        if not self.turn.is_new or self.turn.is_running or self._gone or not self._host.is_shown:
            return
        self._gone = True
        if go := next((one for one in self.turn.answer.goes if one.is_at_once), None):
            apply(go, self._host.state)

    def _ask_still(self) -> None:
        """The map at the first place of the answer, drawn in a thread."""
        go = next((one for one in self.turn.answer.goes if one.lon is not None and one.lat is not None), None)
        utility_id = self._host.state.utility_id
        if go is None or go == self._still_of or utility_id is None or self.turn.is_running:
            return
        self._still_of = go
        style = MapStyle(theme=self._host.state.theme, vision=self._host.state.palette)
        self._host.work(still_of(self._host, utility_id, style, go), self._take_still, kind="drawing")

    def _take_still(self, still: bytes | None) -> None:
        self._still = still
        self._draw()


def still_of(host: Tab, utility_id: int, style: MapStyle, go: Go) -> Callable[[], bytes | None]:
    """What draws the map at a place, with some of what lies around it."""

    def draw() -> bytes | None:
        assert go.lon is not None
        assert go.lat is not None
        snapshot = host.maps.renderer(utility_id).frames.current
        return None if snapshot.version == 0 else place_still(snapshot, style, go.lon, go.lat, max(go.width_m, 1500.0))

    return draw


def typed(message: Any, name: str) -> str:
    """What was typed into a field of a form that was sent."""
    values = message.get("values") if isinstance(message, dict) else None
    given = values.get(name) if isinstance(values, dict) else None
    return str(given[0]).strip() if given else ""
