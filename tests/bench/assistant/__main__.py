"""The assistant's known questions, asked and marked: `python -m tests.bench.assistant --json`.

Asked of the built-in planner over the small demo with whole days of readings (made in `--home` on the first run, nothing
moves in it), or with `--full` over the full-size demo of a home that exists. By default those that may be seen; the ones
held back are run once, when the planner is finished. Each question that is not right is printed with the reason.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.bench.assistant.collected import Collected, collect
from tests.bench.assistant.home import Ground, opened
from tests.bench.assistant.marking import Mark, Marked, mark
from tests.bench.assistant.wordings import WORDINGS, ask_wordings
from tests.bench.assistant_questions.load import HELD_BACK, PARAPHRASES, SEEN, Question, Want, load, load_paraphrases
from tests.bench.report import Report, arguments, percentile, tell
from tests.bench.servers import ROOT

HOME = Path(tempfile.gettempdir()) / f"fluxops-assistant-{ROOT.name}"
REACH_MS = 1500.0
"""Of an answer at full size."""


@dataclass(frozen=True)
class Answered:
    """A question, what came, and its mark."""

    question: Question
    words: str
    answer: Collected
    marked: Marked


def main() -> None:
    """Run the bench."""
    given = options()
    home = given.home or HOME
    report = Report("AI Assistant: known questions")
    with opened(home, is_made=given.full) as ground:
        for name, questions in sets(given):
            if given.times:
                times(report, [timed(ground, one) for one in questions])
                continue
            answered = [asked(ground, question, is_told=name != "held" or not given.json) for question in questions]
            shares(report, name, answered)
            times(report, [one.answer for one in answered])
        if given.wordings:
            ask_wordings(ground, report, given.wordings)
    report.print(as_json=given.json)


def options() -> argparse.Namespace:
    """What to ask, and where."""
    parser = arguments(__doc__)
    parser.add_argument("--home", type=Path, help=f"folder of the demo, made on first use ({HOME})")
    parser.add_argument("--full", action="store_true", help="the home exists and is of full size: nothing is made")
    parser.add_argument("--seen", action="store_true", help="the questions that may be seen (default)")
    parser.add_argument("--held-back", action="store_true", help="those held back: once, when the planner is finished")
    parser.add_argument(
        "--paraphrases", type=Path, nargs="?", const=PARAPHRASES, help="the seen ones in the words of other people"
    )
    parser.add_argument(
        "--wordings", type=Path, nargs="?", const=WORDINGS, help="everyday wordings of every quantity of every tool"
    )
    parser.add_argument(
        "--times", action="store_true", help="only times: at full size known answers from the raw rows take too long"
    )
    parser.add_argument("--ids", default="", help="only these, e.g. s001,s002")
    parser.add_argument(
        "--statements", default="", help="only those whose answer is known by these, e.g. counts,feeder"
    )
    return parser.parse_args()


def sets(given: argparse.Namespace) -> list[tuple[str, list[Question]]]:
    """The questions to ask, by the name of their shares."""
    found: list[tuple[str, tuple[Question, ...]]] = []
    if given.seen or not (given.held_back or given.paraphrases or given.wordings):
        found.append(("seen", load(SEEN)))
    if given.paraphrases:
        found.append(("paraphrased", load_paraphrases(given.paraphrases)))
    if given.held_back:
        found.append(("held", load(HELD_BACK)))
    return [(name, [question for question in questions if is_wanted(question, given)]) for name, questions in found]


def is_wanted(question: Question, given: argparse.Namespace) -> bool:
    """Whether the options name it."""
    if given.ids and question.id.partition(".")[0] not in given.ids.split(","):
        return False
    names = given.statements.split(",") if given.statements else []
    return not names or bool(question.known and question.known[0].sql in names)


def timed(ground: Ground, question: Question) -> Collected:
    """Ask one; those above the reach are told."""
    words = question.words(ground.known.today)
    answer = collect(ground.assistant.ask(words, ground.asker, now=ground.known.now))
    if answer.whole_ms > REACH_MS:
        tell(f"{question.id} {words!r}: {answer.whole_ms:,.0f} ms")
    return answer


def asked(ground: Ground, question: Question, *, is_told: bool) -> Answered:
    """Ask one and mark it."""
    words = question.words(ground.known.today)
    answer = collect(ground.assistant.ask(words, ground.asker, now=ground.known.now))
    found = Answered(question, words, answer, mark(question, words, ground.known.of(question), answer))
    if is_told and found.marked.mark is not Mark.RIGHT:
        tell(f"{question.id} {found.marked.mark.upper()} {words!r} ({question.want}): {found.marked.why}")
    return found


def shares(report: Report, name: str, answered: list[Answered]) -> None:
    """How many were right, wrong, refused; those to refuse and to ask back about count like all others."""
    if not answered:
        return
    count = Counter(one.marked.mark for one in answered)
    report.put(f"{name}_right_pct", 100 * count[Mark.RIGHT] / len(answered))
    report.put(f"{name}_wrong_number_pct", 100 * count[Mark.WRONG] / len(answered))
    refusals = [one for one in answered if one.question.want is Want.REFUSE]
    if refusals:
        key = "refused_right_pct" if name == "held" else f"{name}_refused_right_pct"
        report.put(key, 100 * sum(one.marked.mark is Mark.RIGHT for one in refusals) / len(refusals))
    told = ", ".join(f"{number} {kind}" for kind, number in count.most_common())
    report.note(f"{name}: {len(answered)} questions: {told}")


def times(report: Report, answers: list[Collected]) -> None:
    """Until the first word, table or refusal, and until the end."""
    report.put("first_token_p50_ms", percentile([one.first_ms for one in answers], 50))
    report.put_times("answer", [one.whole_ms for one in answers])


if __name__ == "__main__":
    main()
