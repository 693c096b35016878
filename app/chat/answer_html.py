"""A question and its answer as HTML, without its tables and charts. Pure.

`head` stands over them, `foot` below. What is clicked is heard by `app.chat.turn_view`.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Final

from app.assistant.events import Declined, Stated
from app.assistant.refusals import RefusalReason
from app.assistant.results import Passage, ToolResult
from app.chat.answer import AnswerSoFar
from app.chat.source_html import age, column_of, origin, tip
from app.chat.talk import ChatTurn
from app.chat.text_html import paragraphs
from app.widgets.html import Markup, el, icon, known_facts

ONE_LINE: Final = 60  # characters of a cell that is read as one thing; a longer one is a quotation
FACTS_MOST: Final = 16  # of one row, beside its text
REASONS: Final[Mapping[RefusalReason, str]] = {
    RefusalReason.NEEDS_CONFIRMATION: "Nothing was changed",  # what is to be confirmed stands in a form
    RefusalReason.FORBIDDEN: "Not allowed",
    RefusalReason.PERSONAL_DATA: "Personal data",
    RefusalReason.NOT_KNOWN_YET: "Not known yet",
    RefusalReason.NOT_IN_DATA: "Not in the data",
    RefusalReason.NO_SUCH_ASSET: "No such asset",
    RefusalReason.FREE_SQL: "SQL is not run",
    RefusalReason.INJECTION: "Not followed",
    RefusalReason.OFF_TOPIC: "Not about the grid",
    RefusalReason.NOT_UNDERSTOOD: "Not understood",
    RefusalReason.NO_SOURCE: "Source is away",
}


def head(turn: ChatTurn, zone: str, *, is_editing: bool) -> Markup:
    """The question, and of the answer what is text.

    Args:
        turn: the turn.
        zone: IANA name of the zone of its times.
        is_editing: the question is being written anew.
    """
    answer = turn.answer
    asked = _edit_form(turn) if is_editing else el(
        "div", el("p", turn.question, cls="question"), _tool("edit", turn.key, "Edit the question", "edit"),
        cls="asked",
    )  # fmt: skip
    said = [
        _doing(turn), _thoughts(answer), el("div", _text(answer, zone), cls="said") if answer.pieces else None,
        _asked_back(answer), _declined(answer.declined, answer.instead), [_warning(one) for one in answer.warnings],
        [
            _facts(place, one.result, zone, answer.text)
            for place, one in enumerate(answer.shown) if one.is_main and is_facts(one.result)
        ],
    ]  # fmt: skip
    return el("article", asked, said, cls="turn-head", aria_label=f"Question: {turn.question}")


def is_board(result: ToolResult) -> bool:
    """Whether a result has rows or a chart that stand in a board of their own."""
    if result.proposal is not None:
        return len(result.columns) > 2  # filled fields are read in the form, the things of a long list are not
    if result.chart is not None and result.table.num_rows:
        return True
    return bool(result.columns) and result.table.num_rows > 1


def is_facts(result: ToolResult) -> bool:
    """Whether it is one row, which is read as facts."""
    return bool(result.columns) and result.table.num_rows == 1 and not is_board(result) and result.proposal is None


def basis(result: ToolResult, zone: str, said: str = "") -> Markup:
    """What rows are about, how old they are, from where and how they are reckoned.

    Args:
        result: the rows.
        zone: IANA name of the zone of its times.
        said: the answer's own text: what it says of how they are reckoned is not said again.
    """
    about = " · ".join(part for part in (result.place, result.period, age(result, zone), result.source) if part)
    badge = el("span", "Simulated", cls="badge is-attention") if result.is_simulated else None
    cut = f"{result.cut_words.capitalize()} rows are shown." if result.cut_words and is_board(result) else ""
    note = "" if result.note in said else result.note
    told = " ".join(part for part in (f"{about}." if about else "", note, cut) if part)
    return el("p", badge, el("span", told), cls="basis")


def foot(
    turn: ChatTurn, still: bytes | None, *, is_last: bool, can_rate: bool, is_commenting: bool, folded: int
) -> Markup | None:
    """What can be done with an answer.

    Args:
        turn: the turn.
        still: PNG of the map at the place that it is about.
        is_last: the last one offers what fits next.
        can_rate: whether an opinion can be kept.
        is_commenting: whether a comment is being written.
        folded: boards that are not shown yet.
    """
    if turn.is_running:
        return None
    answer = turn.answer
    more = f"Show {folded} tables and charts" if folded > 1 else "Show the table"
    unfold = el("button", icon("chevron"), more, type="button", cls="button", data_action="unfold",
                data_value=turn.key) if folded else None  # fmt: skip
    ended = el(
        "p", el("span", answer.ended), el("button", icon("reset"), "Try again", type="button", cls="button",
                                          data_action="retry", data_value=turn.key), cls="ended", role="alert",
    ) if answer.ended else None  # fmt: skip
    offers = _offers(answer) if is_last else None
    return el(
        "footer", unfold, _places(turn, still), _passages(answer.passages), ended,
        _actions(turn, can_rate=can_rate), _comment(turn) if is_commenting else None, offers, cls="turn-foot",
    )  # fmt: skip


def offers(questions: Sequence[str], label: str) -> Markup | None:
    """Questions that can be asked with a click."""
    buttons = [
        el("button", one[:1].upper() + one[1:], type="button", cls="offer", data_action="offer", data_value=one)
        for one in questions
    ]  # fmt: skip
    return el("nav", buttons, cls="offers", aria_label=label) if buttons else None


def _text(answer: AnswerSoFar, zone: str) -> list[Markup]:
    def mark(place: int, piece: Stated) -> Markup:
        result = None if piece.cell is None else answer.result(piece.cell)
        if piece.cell is None or result is None:
            words = "No result covers this number"
            return el("span", piece.text, el("span", f" ({words.lower()})", cls="heard"), cls="uncovered", title=words)
        title = column_of(result, piece.cell.key).title
        before, last = "", piece.text
        if len(piece.text) > ONE_LINE:  # a button does not flow with the text that it stands in: its last word is one
            before, last = piece.text[: -len(piece.text.split()[-1])], piece.text.split()[-1]
        button = el(
            "button", last, tip(result, piece.cell, zone), type="button", cls="cell", data_action="cell",
            data_value=place, aria_label=f"{last}: {title}, {origin(result, zone)}. Show the source",
        )  # fmt: skip
        return el("span", before, button, cls="quotation") if before else button

    return paragraphs(answer.pieces, mark)


def _doing(turn: ChatTurn) -> Markup | None:
    if not turn.is_running:
        return None
    return el("p", el("i", cls="pulse"), turn.answer.doing or "Working", " …", cls="doing secondary")


def _thoughts(answer: AnswerSoFar) -> Markup | None:
    if not answer.thoughts:
        return None
    return el("details", el("summary", icon("chevron"), "Thinking"), el("p", answer.thoughts), cls="thoughts secondary")


def _asked_back(answer: AnswerSoFar) -> Markup | None:
    if answer.asked_back is None:
        return None
    choices = [
        el("button", label, type="button", cls="button", data_action="offer", data_value=question)
        for label, question in answer.asked_back.choices
    ]
    sentence = answer.asked_back.sentence
    return el("div", el("p", sentence), el("nav", choices, cls="action-row", aria_label=sentence), cls="said")


def _declined(declined: Declined | None, questions: Sequence[str]) -> Markup | None:
    if declined is None:
        return None
    instead = offers(questions, "Questions that can be answered")
    lead = el("p", "What can be asked instead:", cls="secondary") if instead else None
    reason = el("span", REASONS[declined.reason], cls="badge is-attention")
    return el("div", el("p", reason, " ", declined.sentence), lead, instead, cls="declined")


def _warning(sentence: str) -> Markup:
    return el("p", el("i", cls="dot is-warning"), sentence, cls="warned")


def _facts(place: int, result: ToolResult, zone: str, said: str) -> Markup | None:
    """One row, where there is more in it than a figure; two results of an answer may have one title."""
    row = result.table.slice(0, 1).to_pylist()[0]
    shown = [one for one in result.columns if one.key in row][:FACTS_MOST]
    if len(shown) < 2:
        return el("div", basis(result, zone, said), cls="row-facts")
    facts = known_facts((one.heading, one.cell(row, zone)) for one in shown)
    source = el("button", "SQL", type="button", cls="export-button", data_action="source",
                data_value=place, title="Show the SQL")  # fmt: skip
    return el(
        "section", el("header", el("h3", result.title), source), facts, basis(result, zone, said), cls="row-facts"
    )


def _places(turn: ChatTurn, still: bytes | None) -> Markup | None:
    """Ways on; the first place with a picture of the map there."""
    goes = turn.answer.goes
    picture = None
    place = next((at for at, go in enumerate(goes) if go.lon is not None and go.lat is not None), None)
    if still is not None and place is not None:
        image = el("img", src="data:image/png;base64," + base64.b64encode(still).decode(), alt="")
        picture = el("button", image, type="button", cls="map-still", data_action="go", data_value=place,
                     aria_label=f"Map: {goes[place].label}")  # fmt: skip
    buttons = [
        el("button", icon("target"), go.label, type="button", cls="button", data_action="go", data_value=at)
        for at, go in enumerate(goes)
    ]  # fmt: skip
    if not buttons:
        return None
    return el("div", picture, el("nav", buttons, cls="action-row", aria_label="Where this leads"), cls="places")


def _passages(passages: Sequence[Passage]) -> Markup | None:
    items = [_passage(number, one) for number, one in enumerate(passages, 1)]
    return el("section", el("h3", "Passages"), el("ol", items), cls="passages") if items else None


def _passage(number: int, passage: Passage) -> Markup:
    where = f"{passage.document}, {passage.counts} {passage.page}" if passage.page else passage.document
    name: object = where
    if passage.address.startswith(("/", "api/", "documents/", "http://", "https://")):
        name = el("a", where, href=passage.address, target="_blank", rel="noopener")
    heading = f": {passage.heading}" if passage.heading else ""
    return el("li", el("p", el("b", f"{number}. ", name), heading), el("blockquote", passage.text))


def _actions(turn: ChatTurn, *, can_rate: bool) -> Markup:
    words = turn.answer.text or (turn.answer.declined.sentence if turn.answer.declined else "")
    copied = [
        el("textarea", words, name=f"words-{turn.key}", readonly=True, cls="heard", tabindex=-1, aria_hidden="true"),
        el("button", "Copy", type="button", cls="export-button", data_copy=f"words-{turn.key}"),
    ] if words else None  # fmt: skip
    rate = [
        _thumb(turn, "good", "Helpful", turn.is_good is True),
        _thumb(turn, "bad", "Not helpful", turn.is_good is False),
    ] if can_rate else None  # fmt: skip
    again = None if turn.answer.ended else el(
        "button", "Ask again", type="button", cls="export-button", data_action="retry", data_value=turn.key
    )  # fmt: skip
    return el("div", rate, copied, again, cls="answer-tools", role="group", aria_label="This answer")


def _thumb(turn: ChatTurn, action: str, label: str, is_on: bool) -> Markup:
    return el(
        "button", icon("thumb"), type="button", cls=f"tool thumb is-{action}", data_action=action, data_value=turn.key,
        aria_pressed="true" if is_on else "false", aria_label=label, title=label,
    )  # fmt: skip


def _comment(turn: ChatTurn) -> Markup:
    field = el("textarea", turn.comment, name="comment", rows=2, maxlength=2000, data_focus=f"comment-{turn.key}",
               aria_label="What was good or wrong about it")  # fmt: skip
    send = el("button", "Send", type="submit", cls="button is-primary")
    leave = el("button", "Close", type="button", cls="button", data_action="no_comment", data_escape="form")
    return el(
        "form", el("p", "Noted. What was good or wrong about it?", cls="secondary"), field,
        el("div", leave, send, cls="form-foot"), data_submit="comment", data_key=f"comment-{turn.key}", cls="chat-form",
    )  # fmt: skip


def _edit_form(turn: ChatTurn) -> Markup:
    field = el("textarea", turn.question, name="question", rows=2, maxlength=4000, data_focus=f"edit-{turn.key}",
               data_enter=True, aria_label="Question")  # fmt: skip
    leave = el("button", "Cancel", type="button", cls="button", data_action="no_edit", data_escape="form")
    send = el("button", "Ask", type="submit", cls="button is-primary")
    hint = el("p", "What was asked after it goes.", cls="secondary")
    return el(
        "form", field, hint, el("div", leave, send, cls="form-foot"), data_submit="asked", data_key=f"edit-{turn.key}",
        cls="chat-form",
    )  # fmt: skip


def _tool(action: str, value: object, label: str, name: str) -> Markup:
    return el(
        "button", icon(name), type="button", cls="tool is-bare", data_action=action, data_value=value, aria_label=label,
        title=label,
    )  # fmt: skip


def _offers(answer: AnswerSoFar) -> Markup | None:
    return offers(answer.suggestions, "Questions that fit next")
