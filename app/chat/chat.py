"""Chat: the log of a conversation and the field below it; the same in the tab and in the drawer."""

from __future__ import annotations

from typing import Any

import panel as pn
from panel.viewable import Viewer

from app import theme, ways
from app.assistant.context import Asker
from app.assistant.kept.conversations import Conversations
from app.chat import answer_html
from app.chat.html import ChatHtml
from app.chat.state import ChatState
from app.chat.suggesting import present_query, suggested
from app.chat.talk import MOST_CHARACTERS, Talk
from app.chat.turn_view import TurnView, typed
from app.tab import Tab
from app.widgets.html import Markup, el, icon
from data_sources.assets import KINDS, AssetRef
from data_sources.query import Query

OPEN_AT_FIRST = 2  # turns of a conversation that is opened whose tables are shown at once
SPOKEN = 12  # sentences that a screen reader may go back to


class Chat(Viewer):
    """A conversation.

    Args:
        host: the tab or drawer that it stands in.
        head: stands over it; None for nothing.
    """

    def __init__(self, host: Tab, head: Any = None) -> None:
        """Shows what the session's conversation is at."""
        super().__init__()  # type: ignore[no-untyped-call]  # Panel's is bare
        self._host = host
        self.talk = talk_of(host)
        self._views: dict[int, TurnView] = {}
        self._suggested: tuple[str, ...] = ()
        self._asked, self._focus = 0, 0
        self._intro, self._field = ChatHtml(["chat-intro-view"]), ChatHtml(["chat-field"])
        self._log = pn.Column(
            self._intro, css_classes=["chat-log"], stylesheets=[theme.stylesheet("chat")], sizing_mode="stretch_both",
            margin=0,
        )  # fmt: skip
        # The field comes first for who goes by keyboard; it stands below (chat.css).
        parts = [self._field, self._log] if head is None else [head, self._field, self._log]
        self._keys = {"data_hotkey": ways.ASSISTANT_KEY, "aria_keyshortcuts": "Alt+Q"} if head is None else {}
        self._draft = "question" if head is None else "question-beside"
        self.view = pn.Column(
            *parts, css_classes=["chat"], stylesheets=[theme.stylesheet("chat")], sizing_mode="stretch_both", margin=0
        )
        self._bind()

    def __panel__(self) -> Any:
        """What Panel puts into the page."""
        return self.view

    def take_focus(self) -> None:
        """Put the cursor into the field."""
        self._focus += 1
        self._draw_field()

    # What it follows ---------------------------------------------------------------------------------------------

    def _bind(self) -> None:
        host, own, talk = self._host, self._host.own, self.talk
        self._field.on("ask", self._ask)
        self._field.on("stop", lambda _value: talk.stop())
        self._intro.on("offer", lambda words: talk.ask(str(words)))
        host.watch(self._draw, talk, "revision")
        host.watch(self._draw, host, "is_shown")
        host.watch(self._draw, host.state, "time_zone")
        host.watch(self._on_pick, host.selection, ["asset", "scope", "scope_id"])
        host.watch(self._on_pick, host.state, ["tab", "opened_outage"])
        host.watch(self._recolour, host.state, ["theme", "palette"])
        host.watch(lambda: own.param.update(conversation=talk.conversation_id), talk, "conversation_id")
        host.watch(self._follow_address, own, "conversation")
        host.watch(self._on_utility, host.state, "utility_id")
        host.live(self._present_query, lambda _rows: self._ask_suggestions())
        host.each_look(talk.look)
        host.on_close(talk.close)
        self._follow_address()
        self._ask_suggestions()
        self._draw()

    def _follow_address(self) -> None:
        """Another conversation: by a link, by Back, by the list."""
        wanted = self._host.own.conversation
        if wanted == self.talk.conversation_id or self._host.state.utility_id is None:
            return
        if wanted is None:
            self.talk.begin_anew()
        else:
            self.talk.open(wanted)

    def _on_utility(self) -> None:
        """A conversation is about one utility."""
        self.talk.begin_anew()
        self._follow_address()
        self._ask_suggestions()

    def _on_pick(self) -> None:
        self._draw_field()
        if not self.talk.turns:
            self._ask_suggestions()

    def _ask(self, message: Any) -> None:
        words = typed(message, "question")
        if words and not self.talk.is_running:  # else it stays in the field until the answer is whole
            self._asked += 1
            self.talk.ask(words)
            self._draw_field()

    def _present_query(self) -> Query | None:
        """What goes on, while questions that fit it are offered: nothing is asked beside a conversation."""
        utility_id = self._host.state.utility_id
        return None if utility_id is None or self.talk.turns else present_query(utility_id)

    def _ask_suggestions(self) -> None:
        host = self._host
        asker, assistant = asker_of(host), host.assistant
        if assistant is None or host.state.utility_id is None:
            return

        def take(found: tuple[str, ...]) -> None:
            self._suggested = found
            self._draw_intro()

        host.work(lambda: suggested(assistant().catalogue, host.sources.live, asker), take, key="suggestions")

    # What is shown -----------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        if not self._host.is_shown and self._views:
            return  # it is drawn when it is seen
        turns = self.talk.turns
        wanted = [turn.key for turn in turns]
        for place, turn in enumerate(turns):
            if turn.key not in self._views:
                is_open = turn.is_new or place >= len(turns) - OPEN_AT_FIRST
                self._views[turn.key] = TurnView(self._host, self.talk, turn, is_open=is_open)
        self._views = {key: self._views[key] for key in wanted}
        for turn in turns:
            self._views[turn.key].draw(is_last=turn is turns[-1])
        shown = [self._intro.model, *(self._views[key].view for key in wanted)]
        if [*self._log] != shown:
            self._log[:] = shown
        self._draw_intro()
        self._draw_field()

    def _recolour(self) -> None:
        for view in self._views.values():
            view.recolour()

    def _draw_intro(self) -> None:
        problem = self.talk.problem and el("p", el("i", cls="dot is-warning"), self.talk.problem, cls="warned",
                                           role="alert")  # fmt: skip
        if self.talk.is_opening:
            waiting = self.talk.waiting and el("p", f"Asked once it is here: {self.talk.waiting}", cls="secondary")
            lines = el("div", [el("i", cls="skeleton-line") for _ in range(6)], cls="skeleton")
            self._intro.write(problem, waiting, lines)
        elif self.talk.turns:
            self._intro.write(problem)
        else:
            self._intro.write(problem, self._welcome())

    def _welcome(self) -> Markup:
        lead = "Answers come from this utility's own rows. Every number says its statement, source and time."
        return el(
            "section", icon("chat"), el("h2", "Ask about the grid"), el("p", lead, cls="secondary"),
            answer_html.offers(self._suggested, "Suggested questions"), cls="chat-intro",
        )  # fmt: skip

    def _draw_field(self) -> None:
        talk = self.talk
        is_ready = self._host.assistant is not None and self._host.state.utility_id is not None
        words = "Ask about feeders, outages, crews …"
        field = el(
            "textarea", name="question", rows=1, maxlength=MOST_CHARACTERS, placeholder=words,
            aria_label="Question to the assistant", data_enter=True, data_rev=self._asked, disabled=not is_ready,
            data_focus=f"focus-{self._focus}" if self._focus else None, **self._keys,
        )  # fmt: skip
        if talk.is_running:
            button = el("button", icon("stop"), "Stop", type="button", cls="button", data_action="stop",
                        data_escape=True, title="Esc", data_key="stop")  # fmt: skip
        else:
            button = el("button", icon("up"), el("span", "Ask", cls="ask-word"), type="submit",
                        cls="button is-primary", disabled=not is_ready, data_key="send")  # fmt: skip
        self._field.write(
            el("form", field, button, data_submit="ask", data_key="ask", data_draft=self._draft,
               cls="composer"),
            self._about(), self._spoken(), self._scroll(),
        )  # fmt: skip

    def _about(self) -> Markup:
        """What "this" means, and what the answer is worth."""
        picked = asker_of(self._host).selection
        told = "Enter asks, Shift+Enter is a new line."
        if picked is not None:
            told = f"“This {picked.kind}” is the one that is selected."
        return el("p", told, cls="composer-note secondary")

    def _spoken(self) -> Markup:
        """For those who hear the page: each sentence once it is whole."""
        last = self.talk.turns[-1] if self.talk.turns else None
        said = last.answer.sentences(is_over=not last.is_running) if last is not None and last.is_new else []
        key = last.key if last is not None else 0
        return el(
            "div", [el("p", one, data_key=f"{key}-{place}") for place, one in enumerate(said[:SPOKEN])], cls="heard",
            role="log", aria_live="polite", aria_label="Answers",
        )  # fmt: skip

    def _scroll(self) -> Markup | None:
        last = self.talk.turns[-1] if self.talk.turns else None
        return el("i", data_newest=last.key, data_log="chat-log", hidden=True) if last is not None else None


def talk_of(host: Tab) -> Talk:
    """The session's conversation, made by whichever of its places is shown first."""
    own: ChatState = host.own
    if own.talk is None:
        assistant = host.assistant
        assert assistant is not None
        commands = host.commands
        own.talk = Talk(
            # Uncached: what another window kept a moment ago counts.
            host.loop, assistant, Conversations(getattr(host.sources.live, "uncached", host.sources.live), commands),
            commands, lambda: asker_of(host),
        )  # fmt: skip
    return own.talk


def asker_of(host: Tab) -> Asker:
    """Who asks, and where they stand now."""
    state, selection = host.state, host.selection
    period = ""
    if selection.first_day is not None and selection.end_day is not None:
        last = selection.end_day.fromordinal(selection.end_day.toordinal() - 1)
        period = f"{selection.first_day}..{last}" if last != selection.first_day else f"{last}"
    asset = selection.asset
    if asset is None and state.tab == ways.OUTAGES and state.opened_outage is not None:
        asset = AssetRef("outage", state.opened_outage)
    if asset is None and selection.scope in KINDS and selection.scope_id is not None:
        asset = AssetRef(selection.scope, selection.scope_id)
    return Asker(host.principal, state.utility_id or 0, state.time_zone, asset, state.tab, period)
