"""The text of an answer: numbers are marked, a model's Markdown is read, and no text is ever markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assistant.events import Stated
from app.assistant.results import CellRef
from app.chat.answer import AnswerSoFar
from app.chat.text_html import paragraphs
from app.widgets.html import Markup, el, join


def mark(place: int, piece: Stated) -> Markup:
    return el("button", piece.text, data_value=place)


def written(*pieces: Stated | str) -> str:
    stated = [one if isinstance(one, Stated) else Stated(one) for one in pieces]
    return join(*paragraphs(stated, mark))


CELL = Stated("12", CellRef(0, 0, "n"))


@pytest.mark.parametrize(
    ("pieces", "html"),
    [
        (("There are ", CELL, " feeders."), '<p>There are <button data-value="1">12</button> feeders.</p>'),
        (("One\nTwo\n\nThree",), "<p>One<br>Two</p><p>Three</p>"),
        (("Two:\n- **a**: ", CELL, "\n- b\nEnd",),
         '<p>Two:</p><ul><li><b>a</b>: <button data-value="1">12</button></li><li>b</li></ul><p>End</p>'),
        (("## Load\nof `F1`",), "<h3>Load</h3><p>of <code>F1</code></p>"),
        (("**", CELL, "** out",), '<p><b><button data-value="1">12</button></b> out</p>'),
        (("2 ** 3 is `8",), "<p>2 ** 3 is `8</p>"),
        (("<b>&",), "<p>&lt;b&gt;&amp;</p>"),
        (("",), ""),
    ],
)  # fmt: skip
def test_text_as_html(pieces: tuple[Stated | str, ...], html: str) -> None:
    assert written(*pieces) == html


@given(st.lists(st.text(alphabet="ab<>&\"'*`#-\n 1.", max_size=20), max_size=6))
def test_nothing_in_a_text_is_markup(texts: list[str]) -> None:
    html = written(*texts, CELL)
    for tag in ("<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<h3>", "</h3>", "<b>", "</b>", "<code>", "</code>",
                "<br>", '<button data-value="', "</button>"):  # fmt: skip
        html = html.replace(tag, "")
    assert "<" not in html


def test_sentences_are_told_once_they_are_whole() -> None:
    answer = AnswerSoFar()
    spoken = []
    for text in ("The load of ", "F0002 is 1,645.5 kW. It", " is a feed", "er.", " Yes"):
        answer.take(Stated(text))
        spoken.append(answer.sentences(is_over=False))
    first = "The load of F0002 is 1,645.5 kW."
    assert spoken == [[], [first], [first], [first, "It is a feeder."], [first, "It is a feeder."]]
    assert answer.sentences(is_over=True) == [first, "It is a feeder.", "Yes"]
