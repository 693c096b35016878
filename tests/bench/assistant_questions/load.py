"""Questions and statements as they stand in the files, checked as they are read.

One question a line. A line that begins with # is a remark (the head of the file). Fields that are not given take the
defaults of `Question`. Words may hold `{3 days ago}`: the day, as an operator writes it (`written`).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

HERE = Path(__file__).parent
SEEN, HELD_BACK = HERE / "seen.jsonl", HERE / "held_back.jsonl"
PARAPHRASES = HERE / "paraphrases.jsonl"
"""Seen questions in the words of other people: `of` a question, `ask`. What is right is the question's."""

GIVEN_ALWAYS = frozenset({"utility_id", "now", "today", "year"})
"""Binds that every question has: which utility, and when it is asked."""
OF_PERIOD = frozenset({"from_at", "to_at", "from_day", "to_day"})
"""Binds that a `period` stands for."""


class Want(StrEnum):
    """What kind of answer is right."""

    NUMBER = "number"  # one number, in `unit`, within `tolerance`
    TABLE = "table"  # rows by their key column (the first), in order where `is_ordered`; see `KnownAnswers.answer`
    ASSET = "asset"  # the name of one thing
    PLACE = "place"  # that thing shown on the map: its name, lon, lat
    YES_NO = "yes_no"
    MOMENT = "moment"  # a time, within a minute
    TEXT = "text"  # a word from a row: a state, a kind, a maker
    DOCUMENT = "document"  # a passage that holds all of `says`, with document and page
    REFUSE = "refuse"  # no answer, and the reason of this kind
    ASK_BACK = "ask_back"  # a question back that names the readings


class Reason(StrEnum):
    """Why there is no answer."""

    NEEDS_CONFIRMATION = "needs_confirmation"  # changes a row: a filled form, never done by itself
    FORBIDDEN = "forbidden"  # nobody is to be helped to it: secrets, other utilities, unsafe switching
    PERSONAL_DATA = "personal_data"
    NOT_KNOWN_YET = "not_known_yet"  # facts of the future that nothing forecasts
    NOT_IN_DATA = "not_in_data"  # no table says so
    NO_SUCH_ASSET = "no_such_asset"
    FREE_SQL = "free_sql"  # with side effects, or of what is not on the list
    INJECTION = "injection"  # an order to the assistant, inside words or a name
    OFF_TOPIC = "off_topic"


class Known(BaseModel):
    """Where a known answer comes from.

    Attributes:
        sql: the name of a statement.
        column: of its one row; empty for a table.
        binds: values by name; `period` stands for the binds of a period (`periods.span`).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    sql: str
    column: str = ""
    binds: Mapping[str, Any] = Field(default_factory=dict)

    def bound(self) -> set[str]:
        """Names of the binds it has."""
        given = set(self.binds) - {"period"}
        return given | GIVEN_ALWAYS | (OF_PERIOD if "period" in self.binds else set())


class Question(BaseModel):
    """One question and what is right.

    Attributes:
        id: `s`, or `h` or `q` (of a set that was held back), and a number; of a paraphrase with its place after a point.
        ask: the words.
        want: what kind of answer.
        known: the first is meant; an answer by one of the others is right too if it says which it took.
        unit: of a number. An answer in another unit of the same quantity is right (MW for kW).
        tolerance: of a number, as a share of it.
        within: of a number, in its unit: what is lost where it is told in a few digits. The wider of the two holds.
        is_ordered: the order of a table's rows counts.
        says: phrases of a document, or of a definition.
        reason: why it is refused.
        readings: of a question that has to be asked back: names of which the answer has to give at least two.
        about: entity and quantity, to count how the questions spread.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[shq]\d{3}(\.\d+)?$")
    ask: str = Field(min_length=1)
    want: Want
    known: tuple[Known, ...] = ()
    unit: str = ""
    tolerance: Annotated[float, Field(ge=0, le=0.1)] = 0.01
    within: Annotated[float, Field(ge=0, le=1)] = 0
    is_ordered: bool = False
    says: tuple[str, ...] = ()
    reason: Reason | None = None
    readings: tuple[str, ...] = ()
    about: str

    @model_validator(mode="after")
    def _fits(self) -> Self:
        needs = {Want.DOCUMENT: self.says, Want.REFUSE: self.reason, Want.ASK_BACK: self.readings}
        if not needs.get(self.want, self.known):
            raise ValueError(f"{self.id}: what is right of {self.want} is missing")
        if self.want in needs and self.known:
            raise ValueError(f"{self.id}: {self.want} has no known answer")
        if self.want is Want.ASK_BACK and len(self.readings) < 2:
            raise ValueError(f"{self.id}: one reading is no reason to ask back")
        return self

    def words(self, today: dt.date) -> str:
        """What is typed on a day."""
        return re.sub(r"\{(\d+) days ago\}", lambda m: written(today - dt.timedelta(days=int(m[1]))), self.ask)


def written(day: dt.date) -> str:
    """A day as an operator writes it."""
    return f"{day:%b} {day.day} {day.year}"


@dataclass(frozen=True)
class KnownStatement:
    """A statement of `sql/`.

    Attributes:
        name: unique among all files.
        engine: "postgres" (live rows) or "duckdb" (history).
        says: its comment.
        text: SQL with named binds: `%(name)s` for PostgreSQL, `$name` for DuckDB.
    """

    name: str
    engine: Literal["postgres", "duckdb"]
    says: str
    text: str

    @property
    def binds(self) -> frozenset[str]:
        """Names that it needs."""
        form = r"%\((\w+)\)s" if self.engine == "postgres" else r"\$(\w+)"
        return frozenset(re.findall(form, self.text))


@cache
def known_statements() -> Mapping[str, KnownStatement]:
    """All statements by name.

    Raises:
        ValueError: two have the same name, or one has no engine or comment.
    """
    found: dict[str, KnownStatement] = {}
    for path in sorted((HERE / "sql").glob("*.sql")):
        for block in path.read_text().split("-- name: ")[1:]:
            name, engine, *lines = block.strip().splitlines()
            head = [line.removeprefix("-- ") for line in lines if line.startswith("-- ")]
            text = "\n".join(line for line in lines if not line.startswith("-- ")).rstrip().removesuffix(";")
            if name in found or engine not in ("-- engine: postgres", "-- engine: duckdb") or not head:
                raise ValueError(f"{path.name}: {name} stands there twice, or says not what it is")
            found[name] = KnownStatement(name, engine.removeprefix("-- engine: "), " ".join(head), text)  # type: ignore[arg-type]
    return found


def load(path: Path) -> tuple[Question, ...]:
    """The questions of a file.

    Raises:
        ValueError: a line is no question (pydantic's error says why), or an id or a question stands there twice.
    """
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    questions = tuple(Question.model_validate(json.loads(line)) for line in lines)
    check(questions)
    return questions


def load_paraphrases(path: Path = PARAPHRASES) -> tuple[Question, ...]:
    """The seen questions asked otherwise; each has the known answer of the one that it is of.

    Raises:
        ValueError: one is of a question that does not exist.
    """
    meant = {question.id: question for question in load(SEEN)}
    found: list[Question] = []
    for place, line in enumerate(path.read_text().splitlines()):
        row = json.loads(line)
        if row["of"] not in meant:
            raise ValueError(f"line {place + 1}: no question {row['of']}")
        found.append(meant[row["of"]].model_copy(update={"id": f"{row['of']}.{place + 1}", "ask": row["ask"]}))
    return tuple(found)


def check(questions: tuple[Question, ...]) -> None:
    """What one line cannot say: nothing twice, every statement exists and gets just the binds that it needs.

    Raises:
        ValueError: with the question's id.
    """
    for what in ({q.id for q in questions}, {plain(q.ask) for q in questions}):
        if len(what) != len(questions):
            raise ValueError("an id or a question stands there twice")
    for question in questions:
        for known in question.known:
            statement = known_statements().get(known.sql)
            if statement is None:
                raise ValueError(f"{question.id}: no statement {known.sql}")
            if missing := statement.binds - known.bound():
                raise ValueError(f"{question.id}: {known.sql} needs {sorted(missing)}")
            if extra := set(known.binds) - {"period"} - statement.binds:
                raise ValueError(f"{question.id}: {known.sql} has no {sorted(extra)}")


def plain(words: str) -> str:
    """Words without case, marks and spaces: two questions that differ in these alone are one."""
    return re.sub(r"[^a-z0-9{}<>=%-]+", "", words.lower())
