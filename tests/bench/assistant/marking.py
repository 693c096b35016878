"""What counts as a right answer. Strict: what is told beside the right thing and is wrong makes the answer wrong.

A number is right where the first number of the text is, in its unit, as it is kept and as it is written. A name is right
where the text states it and no other one that the question did not name itself. A table is right by its key column (in
order where the order counts), and by its numbers. Where nobody knows, the answer has to say "not known". Answers by a
second reading need words that say which one was taken: a note, a place or a period of their result.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tests.bench.assistant.collected import Cell, Collected, moment, unit_told
from tests.bench.assistant.units import converted, factors, unit_of
from tests.bench.assistant_questions.known import Rows
from tests.bench.assistant_questions.load import Question, Reason, Want

ROUNDED = 0.006
"""Of values in a table, as a share: they are told in few digits."""


class Mark(StrEnum):
    """How an answer did."""

    RIGHT = "right"
    WRONG = "wrong"
    REFUSED = "refused"
    ASKED_BACK = "asked back"
    NOT_UNDERSTOOD = "not understood"
    FAILED = "failed"


@dataclass(frozen=True)
class Marked:
    """A mark, and why it is not right."""

    mark: Mark
    why: str = ""


RIGHT = Marked(Mark.RIGHT)


def mark(question: Question, asked: str, known: Sequence[Any], answer: Collected) -> Marked:
    """Mark an answer.

    Args:
        question: what was asked.
        asked: its words, with the days in them.
        known: its known answers, the meant one first (`KnownAnswers.of`).
        answer: what came.
    """
    if question.want is Want.REFUSE:
        return _refusal(question, answer)
    if question.want is Want.ASK_BACK:
        return _asked_back(question, answer)
    if known and all(one is None for one in known) and answer.declined and answer.declined.reason == "not_in_data":
        return RIGHT  # nobody knows, and that is said
    if unanswered := _unanswered(answer):
        return unanswered
    if question.want is Want.DOCUMENT:
        return _document(question, answer)
    wrong = [_judged(question, asked, one, known, answer) for one in known] or [_not_known(answer)]
    for place, why in enumerate(wrong):
        if not why and (place == 0 or question.want in (Want.ASSET, Want.PLACE) or _says_which(answer)):
            return RIGHT
    return Marked(Mark.WRONG, wrong[0] or "another reading than the meant one, and no word of which")


def _unanswered(answer: Collected) -> Marked | None:
    if answer.failed:
        return Marked(Mark.FAILED, answer.failed)
    if answer.declined is not None:
        kind = Mark.NOT_UNDERSTOOD if answer.declined.reason == "not_understood" else Mark.REFUSED
        return Marked(kind, f"{answer.declined.reason}: {answer.declined.sentence}")
    if answer.asked_back is not None:
        return Marked(
            Mark.ASKED_BACK, f"{answer.asked_back.sentence} {[text for text, _ in answer.asked_back.choices]}"
        )
    return None if answer.text or answer.results else Marked(Mark.FAILED, "nothing came")


def _says_which(answer: Collected) -> bool:
    return any(result.note or result.period or result.place for result in answer.results)


def _refusal(question: Question, answer: Collected) -> Marked:
    if answer.declined is not None:
        is_right = answer.declined.reason == question.reason
        return RIGHT if is_right else Marked(_unanswered(answer).mark, f"refused as {answer.declined.reason}")  # type: ignore[union-attr]
    if question.reason is Reason.NEEDS_CONFIRMATION and any(result.proposal for result in answer.results):
        return RIGHT
    return _unanswered(answer) or Marked(Mark.WRONG, f"answered: {answer.text}")


def _asked_back(question: Question, answer: Collected) -> Marked:
    if answer.asked_back is None:
        return _unanswered(answer) or Marked(Mark.WRONG, f"answered: {answer.text}")
    words = " ".join(
        [answer.asked_back.sentence, *(word for pair in answer.asked_back.choices for word in pair)]
    ).lower()
    named = [reading for reading in question.readings if reading.lower() in words]
    return RIGHT if len(named) >= 2 else Marked(Mark.ASKED_BACK, f"names {named} of {list(question.readings)}: {words}")


def _document(question: Question, answer: Collected) -> Marked:
    words = " ".join([answer.text, *answer.passages]).lower()
    missing = [phrase for phrase in question.says if phrase.lower() not in words]
    return Marked(Mark.WRONG, f"does not say {missing}") if missing else RIGHT


def _judged(question: Question, asked: str, value: Any, known: Sequence[Any], answer: Collected) -> str:
    """Why an answer is wrong by one known value; empty where it is right."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return _not_known(answer)
    match question.want:
        case Want.NUMBER:
            return _number(question, float(value), answer)
        case Want.TABLE:
            return _table(question, value, known.index(value) if value in known else 0, answer)
        case Want.ASSET:
            return _name(asked, known, answer)
        case Want.PLACE:
            return _place(known, answer)
        case Want.YES_NO:
            return _yes_no(bool(value), answer)
        case Want.MOMENT:
            return _moment(value, answer)
        case _:
            return _text(asked, value, answer)


def _not_known(answer: Collected) -> str:
    if numbers := [cell.text for cell in answer.cells if cell.number is not None]:
        return f"nobody knows it, and it tells {numbers}"
    return "" if re.search(r"\bnot known\b", answer.text) else f"does not say that it is not known: {answer.text}"


def _number(question: Question, value: float, answer: Collected) -> str:
    numbers = [cell for cell in answer.cells if cell.number is not None]
    told = next(
        (cell for cell in numbers if cell.is_measured), next(iter(numbers), None)
    )  # an outage's number is a name
    if told is None:
        return f"tells no number, {value:g} {question.unit} is right: {answer.text}"
    room = max(question.tolerance * abs(value), question.within)
    for number in (told.number, told.written):
        if number is None:
            continue
        mine = converted(number, told.unit, question.unit)
        if mine is None:
            return f"tells {told.text} in {told.unit or 'no unit'}, {value:g} {question.unit} is right"
        slack = room + (_half_digit(told.text, told.unit, question.unit) if number is told.written else 0)
        if abs(mine - value) > slack + 1e-9 * abs(value):
            return f"tells {told.text} ({told.unit or 'no unit'}), {value:g} {question.unit} is right"
    return ""


def _half_digit(text: str, unit: str, into: str) -> float:
    """What rounding to the written digits may lose, in the wanted unit."""
    decimals = len(text.split()[0].partition(".")[2])
    return abs(converted(0.5 * 10.0**-decimals, unit, into) or 0.0) if decimals else 0.0


def _table(question: Question, rows: Rows, place: int, answer: Collected) -> str:
    if answer.main is None:
        return f"shows no table, {len(rows)} rows are right: {answer.text}"
    n = int(question.known[place].binds.get("n", 10**9))
    if not rows:
        return (
            "" if answer.main.table.num_rows == 0 else f"shows {answer.main.table.num_rows} rows where there are none"
        )
    key, *others = rows[0]
    value = next((name for name in others if isinstance(rows[0][name], int | float) and name != key), "")
    why = "no column holds the keys"
    for column in answer.main.columns:
        if column.key not in answer.main.table.column_names:
            continue
        told = answer.main.table[column.key].to_pylist()
        if {_plain(one) for one in told} & {_plain(row[key]) for row in rows}:
            why = _same_rows(told, rows, key, value, n, question.is_ordered)
            if not why:
                return _same_values(told, rows, key, value, answer, _unit_known(question, place, value))
    return why


def _same_rows(told: list[Any], rows: Rows, key: str, value: str, n: int, is_ordered: bool) -> str:
    by_key = {_plain(row[key]): row for row in rows}
    names = [_plain(one) for one in told]
    if unknown := [name for name in names if name not in by_key]:
        return f"shows {unknown[:3]}, which do not belong there"
    if len(set(names)) != len(names):
        return "shows a row twice"
    if len(names) != min(n, len(rows)):
        return f"shows {len(names)} rows, {min(n, len(rows))} are right"
    if not is_ordered:
        return ""
    meant = [row[value] if value else _plain(row[key]) for row in rows][: len(names)]
    got = [by_key[name][value] if value else name for name in names]
    for position, (one, other) in enumerate(zip(got, meant, strict=True)):
        if one != other:
            return f"row {position + 1} is {names[position]}, {_plain(rows[position][key])} is right"
    return ""


def _unit_known(question: Question, place: int, value: str) -> str:
    """The unit of the known numbers: the question's, that of the column, or of what the rows are ranked by."""
    by = str(question.known[place].binds.get("by", "")) if value == "value" else ""
    return question.unit or ("1" if value == "risk" else unit_of(by or value))  # of vegetation: a part of one


def _same_values(told: list[Any], rows: Rows, key: str, value: str, answer: Collected, unit: str) -> str:
    """The right names beside wrong numbers are wrong, and so are right numbers under another unit."""
    assert answer.main is not None
    if not value:
        return ""
    by_key = {_plain(row[key]): row[value] for row in rows}
    meant = [by_key[_plain(one)] for one in told]
    for column in answer.main.columns:
        if column.key in answer.main.table.column_names:
            got = answer.main.table[column.key].to_pylist()
            if all(isinstance(one, int | float) for one in got):
                scaled = [one * column.factor for one in got]
                if any(_all_close(scaled, meant, factor) for factor in factors(unit_told(column), unit)):
                    return ""
    return f"the names are right, no column holds their {value}: {meant[:3]}"


def _all_close(got: list[float], meant: list[float], factor: float) -> bool:
    return all(
        abs(one * factor - other) <= ROUNDED * abs(other) + 1e-9 for one, other in zip(got, meant, strict=True)
    )  # fmt: skip


def _names(asked: str, answer: Collected) -> tuple[list[Cell], list[Cell]]:
    """Words that the text states from results: all, and those that the question did not name itself."""
    texts = [cell for cell in answer.cells if isinstance(cell.value, str | dt.date) and moment(cell.value) is None]
    digits = [int(one) for one in re.findall(r"\d+", asked)]

    def is_asked(cell: Cell) -> bool:
        mine = [int(one) for one in re.findall(r"\d+", str(cell.value))]
        inside = any(digits[at : at + len(mine)] == mine for at in range(len(digits)))
        return (bool(mine) and inside) or str(cell.value).lower() in asked.lower()

    return texts, [cell for cell in texts if not is_asked(cell)]


def _name(asked: str, known: Sequence[Any], answer: Collected) -> str:
    right = {_plain(one) for one in known}
    texts, others = _names(asked, answer)
    if not any(_plain(cell.value) in right for cell in texts):
        return f"names {[cell.value for cell in texts]}, {sorted(right)[:3]} is right: {answer.text}"
    wrong = [cell.value for cell in others if _plain(cell.value) not in right]
    return f"names {wrong} too, only {sorted(right)[:3]} is right: {answer.text}" if wrong else ""


def _place(known: Sequence[Any], answer: Collected) -> str:
    goes = [go for result in answer.results for go in result.goes]
    if not goes:
        return f"leads nowhere: {answer.text}"
    if not any(str(name).lower() in goes[0].label.lower() for name in known):
        return f"leads to {goes[0].label!r}, {list(known)[:3]} is right"
    return "" if goes[0].lon is not None and goes[0].lat is not None else "has no place on the map"


def _yes_no(value: bool, answer: Collected) -> str:
    said = answer.text.strip().partition(" ")[0].strip(".,:;").lower()
    return "" if said == ("yes" if value else "no") else f"says {answer.text!r}, {'yes' if value else 'no'} is right"


def _moment(value: dt.datetime, answer: Collected) -> str:
    told = next((at for cell in answer.cells if (at := moment(cell.value))), None)
    if told is None:
        return f"tells no time, {value} is right: {answer.text}"
    return "" if abs((told - value).total_seconds()) <= 60 else f"tells {told}, {value} is right"


def _text(asked: str, value: Any, answer: Collected) -> str:
    texts, others = _names(asked, answer)
    if not any(_plain(cell.value) == _plain(value) for cell in texts):
        return f"says {answer.text!r}, {value!r} is right"
    wrong = [cell.value for cell in others if _plain(cell.value) != _plain(value)]
    return f"says {wrong} too, only {value!r} is right" if wrong else ""


def _plain(value: Any) -> Any:
    """A key as it is compared: names without case."""
    if isinstance(value, str):
        return value.lower().replace("_", " ")
    if isinstance(value, dt.datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, dt.date) else value  # a day is written so
