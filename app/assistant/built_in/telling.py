"""An answer's text: one or two sentences whose every number and name is a cell of what is shown."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from app import formats
from app.assistant.built_in.derived.differing import compared_column
from app.assistant.built_in.frame import Frame, SpokenLimit
from app.assistant.built_in.lexicon import NEGATIVE
from app.assistant.built_in.reading.question_reading import MANY, QuestionReading
from app.assistant.built_in.reading.units import in_unit
from app.assistant.events import Stated
from app.assistant.groups import INTERVAL
from app.assistant.results import CellRef, ToolResult
from app.widgets.column import Column

OVERVIEW = 6
"""Figures of a thing that is asked about as a whole."""


@dataclass(frozen=True, slots=True)
class ToldResult:
    """A result as it stands in an answer.

    Attributes:
        result: it.
        place: which of the answer's results, from 0.
        time_zone: of the utility.
    """

    result: ToolResult
    place: int
    time_zone: str

    def value(self, row: int, key: str) -> Any:
        """Of a cell; None where nobody knows."""
        value = self.result.table[key][row].as_py()
        return None if isinstance(value, float) and not math.isfinite(value) else value

    def cell(self, row: int, column: Column) -> Stated:
        """A cell as it is written, with its unit."""
        return Stated(written(self.result, row, column, self.time_zone), CellRef(self.place, row, column.key))

    @property
    def name_column(self) -> Column | None:
        """That names the rows."""
        shown = [one for one in self.result.columns if one.key in self.result.table.column_names]
        return next((one for one in shown if one.kind == "text" and not one.unit), shown[0] if shown else None)


def written(result: ToolResult, row: int, column: Column, time_zone: str) -> str:
    """A cell with its unit; `not known` where nobody knows."""
    values = {name: result.table[name][row].as_py() for name in result.table.column_names}
    value = values[column.key]
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "not known"
    if isinstance(value, dt.datetime):
        at = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return formats.date_and_clock(at, time_zone)
    if isinstance(value, bool) and column.write is None:
        return "yes" if value else "no"
    text = str(column.cell(values, time_zone))
    if column.kind in ("count", "number", "share"):
        unit = column.unit or ("%" if column.kind == "share" else "")
        return f"{text} {unit}".rstrip()
    return text


def sentences(pieces: Iterable[Stated]) -> Iterator[Stated]:
    """The pieces as a person writes them: the first word begins with a capital, no full stop follows another.

    Args:
        pieces: of an answer's text; those that are cells stay as they are.
    """
    so_far = ""
    for piece in pieces:
        text = piece.text
        if piece.cell is None:
            if so_far.endswith(".") and text.startswith("."):
                text = text[1:]
            if so_far.endswith(".") and text.startswith(" (") and text.endswith(")."):
                text = text[:-1]  # "none. (as of …)"
            bare = text.lstrip()
            if (not so_far.strip() or so_far.rstrip().endswith((".", ".)"))) and bare[:1].islower():
                text = text[: len(text) - len(bare)] + bare[:1].upper() + bare[1:]
        so_far += text
        if text:
            yield replace(piece, text=text)


def told(frame: Frame, reading: QuestionReading, shown: ToldResult, count: ToldResult | None) -> Iterator[Stated]:
    """The text of an answer.

    Args:
        frame: of the question.
        reading: that was taken.
        shown: what it gave.
        count: how many there are, where that was asked for or belongs to it; may be `shown` itself.
    """
    tool = reading.worded.tool
    is_stepped = tool.shape == "series" and bool(frame.groups) and tool.groups != (INTERVAL,)
    if tool.takes("group") or is_stepped or (bool(frame.groups) and reading.how == "rows"):
        is_ranked = bool(reading.arguments.get("order"))
        yield from told_groups(
            shown, _value_column(reading, shown), is_ranked=is_ranked, is_least=frame.order == "least"
        )
        return
    pieces = list(_body(frame, reading, shown, count))
    yield from pieces
    yield from _beside(shown, "".join(one.text for one in pieces))


def _body(frame: Frame, reading: QuestionReading, shown: ToldResult, count: ToldResult | None) -> Iterator[Stated]:
    if count is not None and reading.worded.tool.shape == "series":
        yield from _curve(shown, count)
    elif reading.worded.tool.shape == "compare" and shown.result.table.num_rows > 1:
        yield from _compared(frame, reading, shown)
        if count is not None:
            yield from _difference(count, count.value(0, "difference"))
    elif reading.how == "row":
        yield from _row(frame, reading, shown)
    elif reading.how == "count":
        yield from _count(frame, shown)
    else:
        yield from _rows(frame, reading, shown, count)


def told_form(shown: ToldResult) -> Iterator[Stated]:
    """A filled form: what would be done, field by field."""
    table = shown.result.table
    if len(shown.result.columns) > 2:  # many things at once, which stand in a table of their own, the gravest first
        yield Stated("To be confirmed by a person, all that are listed. The first: ")
        for place, column in enumerate(shown.result.columns[:3]):
            yield Stated(", " if place else "")
            yield shown.cell(0, column)
        yield Stated(".")
        return
    yield Stated("To be confirmed by a person: ")
    for row in range(table.num_rows):
        columns = list(shown.result.columns)
        yield Stated(f"{'; ' if row else ''}{_low(str(shown.value(row, columns[0].key)))} ")
        yield shown.cell(row, columns[-1])
    yield Stated(".")


def told_passages(result: ToolResult) -> list[Stated]:
    """Where the first passage stands, and its own words; each is a cell, as its numbers are the document's."""
    row = result.table.slice(0, 1).to_pylist()[0]

    def cell(key: str) -> Stated:
        return Stated(str(row[key]), CellRef(0, 0, key))

    heading = [Stated(", "), cell("heading")] if row["heading"] else []
    where = [cell("document"), Stated(f", {row['counts']} "), cell("page"), *heading]
    return [*where, Stated(": “"), cell("passage"), Stated("”")]


MOST_TOLD: Final = 8
"""Groups that are told one by one; of more the first, or the greatest of those in their own order."""


def told_groups(
    shown: ToldResult, value: Column | None = None, *, is_ranked: bool = False, is_least: bool = False
) -> Iterator[Stated]:
    """Rows by groups: each with its value where they are few; else how the greatest one stands.

    Args:
        shown: the groups' columns first, then the values'.
        value: that is told; None for the first one.
        is_ranked: the first one stands out, whichever end that is.
        is_least: else the least one does, not the greatest.
    """
    result = shown.result
    if not result.table.num_rows:
        yield Stated(f"{result.title}: none")
        yield from _beside(shown)
        return
    keys = [one for one in result.columns if one.key in result.table.column_names]
    names = [one for one in keys if one.key in ("name", "group", "also")] or keys[:1]
    value = value or next(one for one in keys if one not in names)
    rows = range(result.table.num_rows)
    yield Stated(f"{result.title}: ")
    if len(rows) > MOST_TOLD and is_ranked:
        yield Stated("the first is ")
        rows = range(1)
    elif len(rows) > MOST_TOLD:
        known = [row for row in rows if shown.value(row, value.key) is not None]
        pick = min if is_least else max
        top = pick(known, key=lambda row: shown.value(row, value.key), default=0)
        yield Stated(f"the {'least' if is_least else 'most'} is " if known else "")
        rows = range(top, top + 1)
    for row in rows:
        yield Stated("; " if row != rows[0] else "")
        for place, name in enumerate(names):
            yield Stated(", " if place else "")
            yield shown.cell(row, name)
        yield Stated(" " if value.title.lower() in result.title.lower() else f", {_low(value.title)} ")
        yield shown.cell(row, value)
    yield from _beside(shown, result.title)


def told_side_by_side(
    reading: QuestionReading, shown: list[ToldResult], *, is_by_period: bool, difference: ToldResult | None = None,
    is_more: bool | None = None,
) -> Iterator[Stated]:  # fmt: skip
    """The same quantity of several things, or of several periods: each value with what it is of.

    Args:
        reading: of the first.
        shown: the results, one each.
        is_by_period: they differ by their period.
        difference: of two; None where they are more, or one is not known.
        is_more: whether yes means that the first is more; None where it is not asked with yes or no.
    """
    more = difference.value(0, "difference") if difference is not None else None
    if more is not None and is_more is not None:
        yield Stated("Yes. " if (more if is_more else -more) > 0 else "No. ")
    for place, one in enumerate(shown):
        keys = {column.key: column for column in one.result.columns if column.key in one.result.table.column_names}
        column = compared_column(reading, one.result)
        yield Stated("; " if place else "")
        if is_by_period and one.result.place and not place:
            yield Stated(f"{one.result.place}: ")
        if not is_by_period:
            yield from _subject(one, keys.get("name"))
        title = column.title if column is not None and reading.quantity is not None else one.result.title
        if is_by_period and not place:
            yield Stated(f"{_low(title)} " if one.result.place else f"{title}: ")
        elif not is_by_period:
            yield Stated(f"{_low(title)} ")
        if column is None or not one.result.table.num_rows or one.value(0, column.key) is None:
            yield Stated("not known")
        else:
            yield one.cell(0, column)
        if is_by_period and one.result.period:
            yield Stated(f" ({one.result.period})")
    if difference is not None and more is not None:
        yield from _difference(difference, more)
    if is_by_period:
        yield Stated("." if not shown[0].result.is_simulated else " (simulated).")
        return
    yield from _beside(replace(shown[0], result=replace(shown[0].result, place="")))


def _difference(told_difference: ToldResult, more: float) -> Iterator[Stated]:
    """`; 16 less, 5.2 %`, of what the first is more or less than the second."""
    if not more:
        yield Stated("; the same")
        return
    size, share = told_difference.result.columns
    yield Stated("; the first is ")
    yield told_difference.cell(0, size)
    yield Stated(" more" if more > 0 else " less")
    if told_difference.value(0, "share_pct") is not None and size.unit != "percentage points":
        yield Stated(", ")
        yield told_difference.cell(0, share)


def told_whether_first(reading: QuestionReading, shown: ToldResult, name: str) -> Iterator[Stated]:
    """Whether one thing stands first in a ranking, or level with the first; nothing where it is not in it.

    Args:
        reading: of the ranking.
        shown: all of its rows.
        name: of the thing.
    """
    title, value = shown.name_column, _value_column(reading, shown)
    if title is None or value is None or not shown.result.table.num_rows or shown.value(0, value.key) is None:
        return
    names, first = shown.result.table[title.key].to_pylist(), shown.value(0, value.key)
    if name not in names:
        if len(names) < MANY or shown.value(len(names) - 1, value.key) == first:
            return  # nobody knows of it, or it may stand level with the first
        rows, is_first = [0], False
    else:
        row = names.index(name)
        is_first = shown.value(row, value.key) == first
        rows = [row] if is_first else [0, row]
    yield Stated("Yes. " if is_first else "No. The first is ")
    for place, at in enumerate(rows):
        yield Stated("; " if place else "")
        yield shown.cell(at, title)
        yield Stated(f", {_low(value.title)} ")
        yield shown.cell(at, value)
    yield from _beside(shown)


def _curve(shown: ToldResult, sums: ToldResult) -> Iterator[Stated]:
    """The highest point of a curve with its time, the mean and the lowest."""
    keys = {one.key: one for one in sums.result.columns}
    title = keys["highest"].title.removesuffix(", highest")
    yield Stated(f"{shown.result.place}: {_low(title)} " if shown.result.place else f"{title} ")
    yield Stated("highest ")
    for name in ("highest", "mean", "lowest"):
        yield Stated("" if name == "highest" else f", {name} ")
        yield sums.cell(0, keys[name])
        if f"{name}_at" in keys:
            yield Stated(" at ")
            yield sums.cell(0, keys[f"{name}_at"])


def _row(frame: Frame, reading: QuestionReading, shown: ToldResult) -> Iterator[Stated]:
    result = shown.result
    if not result.table.num_rows:
        yield Stated(f"{result.title}: not known; there is no row of it")
        return
    keys = {one.key: one for one in result.columns if one.key in result.table.column_names}
    column = keys.get(reading.quantity.key) if reading.quantity is not None else None
    name = keys.get("name") or _naming(reading, shown)
    if column is None:
        yield from _overview(shown, name)
        return
    value = shown.value(0, column.key)
    if value is None:
        yield from _subject(shown, name)
        yield Stated(f"{_low(column.title)} is not known")
        return
    if isinstance(value, bool):
        yield from _flag(frame, reading, shown, column, value, name)
        return
    if reading.worded.tool.shape == "series" and result.table.num_rows > 1:
        yield from _series(shown, column)
        return
    if frame.is_yes_no and reading.limit is not None and isinstance(value, int | float):
        yield Stated("Yes. " if all(_is_within(value, one, column) for one in frame.limits) else "No. ")
    elif frame.is_yes_no and column.kind == "count":
        yield Stated("Yes. " if value else "No. ")
    elif frame.is_yes_no and isinstance(value, str):
        places = [one for one in frame.names if f"{one.kind}_name" == column.key]
        is_said = _is_said(value, frame)
        yield Stated("Yes. " if is_said else "No. " if places and not _is_denied(frame) else "")
    subject = list(_subject(shown, name))
    yield from subject
    yield Stated(f"{_low(column.title)} " if subject else f"{column.title}: ")
    yield shown.cell(0, column)
    yield Stated(_narrowing(reading, result))


def _is_within(value: float, limit: SpokenLimit, column: Column) -> bool:
    """Whether a value lies on the side of a limit that is said."""
    at = in_unit(limit.value, limit.unit, column)
    return value > at if limit.side == "above" else value < at


def _narrowing(reading: QuestionReading, result: ToolResult) -> str:
    """What a row is only of, as its title says it: `, caused by vegetation`; the title itself is not told of a row."""
    plain = reading.worded.tool.narrowed("", reading.worded.tool.arguments.model_validate(reading.arguments))
    text = plain.strip(" ,")
    return f", {text}" if text and text in result.title else ""


def _naming(reading: QuestionReading, shown: ToldResult) -> Column | None:
    """The column that holds the name that was asked for."""
    wanted = str(reading.arguments.get("name", "")).lower()
    columns = (one for one in shown.result.columns if one.key in shown.result.table.column_names)
    return next((one for one in columns if wanted and str(shown.value(0, one.key)).lower() == wanted), None)


def _is_said(value: str, frame: Frame) -> bool:
    """Whether the question itself holds a value: `is pole P-000151 wood`, `is TX-0001-004 on feeder 1`."""
    said = {one.name.lower() for one in frame.names} | {word.lower() for word in frame.text.split()} | frame.vocabulary
    return value.lower() in said and not _is_denied(frame)


def _is_denied(frame: Frame) -> bool:
    return re.search(r"\bnot\b|n't\b", frame.text.lower()) is not None


_EITHER: Final = re.compile(r"\bor\b(?!\s+not\b)|[^\W\d_]\s*/\s*[^\W\d_]", re.I)
_UNDONE: Final = re.compile(r"un(?!der|it|ion|til|i)|de-|dis(?:abled|connected|charged)")
LESS: Final = re.compile(
    r"\b(?:less|fewer|lower|smaller|shorter|younger|newer|lighter|cooler|colder|cheaper|least|lowest|fewest)\b", re.I
)  # fmt: skip


def _compared(frame: Frame, reading: QuestionReading, shown: ToldResult) -> Iterator[Stated]:
    """Each thing's value, the greater first; yes where the one that was named first has more, if more was asked for."""
    keys = {one.key: one for one in shown.result.columns if one.key in shown.result.table.column_names}
    name = keys.get("name") or shown.name_column
    if name is None:
        return
    value = keys.get(reading.quantity.key) if reading.quantity is not None else None
    columns = [value] if value is not None else [one for one in keys.values() if one is not name][:OVERVIEW]
    rows = range(shown.result.table.num_rows)
    more = _how_much_more(reading, shown, value) if value is not None and "name" in keys else None
    if frame.is_yes_no and more is not None and not re.search(r"\bor\b", frame.text, re.I):
        yield Stated("Yes. " if (-more if LESS.search(frame.text) else more) > 0 else "No. ")
    for row in rows:
        yield Stated("; " if row else "")
        yield shown.cell(row, name)
        for place, column in enumerate(columns):
            yield Stated(f"{', ' if place else ': '}{_low(column.title)} ")
            yield shown.cell(row, column)


def _how_much_more(reading: QuestionReading, shown: ToldResult, value: Column) -> float | None:
    """What the thing named first has more than the other one; None where one of them is not known."""
    first = str(reading.arguments.get("name", "")).lower()
    rows = sorted(range(2), key=lambda row: str(shown.value(row, "name")).lower() != first)
    mine, other = (shown.value(row, value.key) for row in rows)
    return None if mine is None or other is None else float(mine) - float(other)


def _series(shown: ToldResult, column: Column) -> Iterator[Stated]:
    """The ends of a course; its first row says nothing of it."""
    x = shown.result.chart.x if shown.result.chart is not None else shown.result.columns[0].key
    values = [shown.value(row, column.key) for row in range(shown.result.table.num_rows)]
    known = [row for row, value in enumerate(values) if value is not None]
    if not known:
        yield Stated(f"{shown.result.title}: not known")
        return
    yield Stated(f"{shown.result.title}: ")
    for word, row in (
        ("highest", max(known, key=values.__getitem__)),
        (", lowest", min(known, key=values.__getitem__)),
    ):
        yield Stated(f"{word} ")
        yield shown.cell(row, column)
        yield Stated(" at ")
        yield shown.cell(row, shown.result.column(x))


def _subject(shown: ToldResult, name: Column | None) -> Iterator[Stated]:
    """Whose it is: a name of the table, else the place in words."""
    if name is not None and shown.value(0, name.key) not in (None, WHOLE_PLACE):
        yield shown.cell(0, name)
        yield Stated(": ")
    elif shown.result.place and shown.result.place != WHOLE_PLACE:
        yield Stated(f"{shown.result.place}: ")


WHOLE_PLACE: Final = "the utility"


def _flag(
    frame: Frame, reading: QuestionReading, shown: ToldResult, column: Column, value: bool, name: Column | None
) -> Iterator[Stated]:
    is_so = value == is_asked_straight(frame, reading, column)
    is_either = _EITHER.search(frame.text) is not None  # "open or closed": neither yes nor no says which
    yield Stated("Yes. " if is_so else "No. ") if frame.is_yes_no and not is_either else Stated("")
    yield from _subject(shown, name)
    word = written(shown.result, 0, column, shown.time_zone)
    is_plain = word.lower() in ("yes", "no", "not known", "–")
    yield Stated(f"{_low(column.title)}: " if is_plain else "")
    yield shown.cell(0, column)


def is_asked_straight(frame: Frame, reading: QuestionReading, column: Column) -> bool:
    """Whether yes means that the flag is set: `is it dead` asks for the contrary of energized."""
    words = set(reading.phrase.words) if reading.phrase is not None else set()
    negative = bool(words & NEGATIVE) or any(_UNDONE.match(word) for word in words)
    key = column.key.removeprefix("is_").removeprefix("has_")
    is_negative_key = key.startswith(("abnormal", "un", "de_", "dis", "not_")) and not key.startswith("underground")
    asked_not = (" not " in f" {frame.text.lower()} " and "not" not in words) or "n't " in f"{frame.text.lower()} "
    said_out = bool({"out", "off", "abnormal"} & set(frame.all_words)) if is_negative_key else False
    return ((negative or said_out) == is_negative_key) != asked_not


def _overview(shown: ToldResult, name: Column | None) -> Iterator[Stated]:
    """The first figures that are known."""
    if shown.result.table.num_rows > 1 and name is None:
        yield from _several(shown)
        return
    yield from _subject(shown, name)
    columns = [
        one for one in shown.result.columns
        if one.key in shown.result.table.column_names and one is not name and shown.value(0, one.key) is not None
    ][:OVERVIEW]  # fmt: skip
    for place, column in enumerate(columns):
        yield Stated(f"{', ' if place else ''}{_low(column.title)} ")
        yield shown.cell(0, column)


def _several(shown: ToldResult) -> Iterator[Stated]:
    """A few measures, a row each: the name of each with its figures."""
    known = [one for one in shown.result.columns if one.key in shown.result.table.column_names]
    label, *others = known
    for row in range(min(shown.result.table.num_rows, 3)):
        yield Stated("; " if row else "")
        yield shown.cell(row, label)
        for place, column in enumerate(others):
            yield Stated(f"{', ' if place else ': '}{_low(column.title)} ")
            yield shown.cell(row, column)


def _count(frame: Frame, shown: ToldResult) -> Iterator[Stated]:
    columns = [one for one in shown.result.columns if one.key in shown.result.table.column_names]
    column = next((one for one in columns if one.key == "how_many"), next(iter(columns), None))
    if column is None or not shown.result.table.num_rows or shown.value(0, column.key) is None:
        yield Stated(f"{shown.result.title}: not known")
        return
    if frame.is_yes_no:
        yield Stated("Yes. " if shown.value(0, column.key) else "No. ")
    yield Stated(f"{shown.result.title}: ")
    yield shown.cell(0, column)


def _rows(frame: Frame, reading: QuestionReading, shown: ToldResult, count: ToldResult | None) -> Iterator[Stated]:
    result, rows = shown.result, shown.result.table.num_rows
    if count is not None and count.result.table.num_rows:
        yield from _count(frame, count)
        if not rows:
            return
    elif not rows:
        end = ", so that is not known" if frame.is_when else ""
        yield Stated(f"{'No. ' if frame.is_yes_no else ''}{result.title}: none{end}")
        return
    asked = f"{frame.asked_kind}_name"
    name = result.column(asked) if frame.asked_kind and asked in result.table.column_names else shown.name_column
    value = _value_column(reading, shown)
    if rows == 1 or frame.is_ranked or reading.worded.tool.shape in ("near", "ranking"):
        if count is not None:
            yield Stated("; the first is ")
        elif rows > 1:
            yield Stated(f"{result.title}: the first is ")
        if name is not None:
            yield Stated(f"{_low(name.title)} " if not isinstance(shown.value(0, name.key), str) else "")
            yield shown.cell(0, name)
        if value is not None and value is not name:
            yield Stated(f", {_low(value.title)} ")
            yield shown.cell(0, value)
    elif count is None:
        yield Stated(f"{result.title}: the table shows them")


def _value_column(reading: QuestionReading, shown: ToldResult) -> Column | None:
    keys = {one.key: one for one in shown.result.columns if one.key in shown.result.table.column_names}
    for key in (reading.arguments.get("by"), reading.quantity.key if reading.quantity else None):
        if key in keys:
            return keys[key]
    return next((one for one in keys.values() if one.kind in ("number", "count", "share", "duration")), None)


def _beside(shown: ToldResult, said: str = "") -> Iterator[Stated]:
    """Place where it has not been said, period, age, and whether a demo made it up."""
    result = shown.result
    is_told = result.place == WHOLE_PLACE or (bool(said) and result.place.split(" ")[-1] in said)
    cut = result.cut_words if result.table.num_rows > 1 else ""
    about = [cut, "" if is_told else result.place, result.period]
    parts = [part for part in about if part and part.lower() not in result.title.lower()]
    if result.as_of is not None:
        parts.append(f"as of {formats.date_and_clock(result.as_of, shown.time_zone)}")
    if result.is_simulated:
        parts.append("simulated")
    yield Stated(f" ({'; '.join(parts)})." if parts else ".")


def _low(title: str) -> str:
    """A heading within a sentence: capitals stay where they are a short name."""
    first, _, rest = title.partition(" ")
    is_short_name = sum(letter.isupper() for letter in first) > 1 or any(letter.isdigit() for letter in first)
    word = first if is_short_name else first[:1].lower() + first[1:]
    return f"{word} {rest}".rstrip()
