"""After a question that got no answer: what a question back asked for, or the same of another thing or time.

Nothing was told, so nothing earlier may be told in its place: the last question itself is asked again with what is said now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.reading.question_reading import PLACES
from app.assistant.planner import Said

_JOINED: Final = re.compile(
    r"^\W*(?:(?:and|what\s+about|how\s+about|then|for|on|same\s+for|ok(?:ay)?|no|sorry)\b\W*)+", re.I
)
_THE: Final = re.compile(r"^\W*(?:(?:i\s+mean|the|a|an|of|on|for|by)\b\W*)+", re.I)
_BARE: Final = r"(?<![\w.\-]){}(?![\w.\-])"
_BY_WHICH: Final = "By which quantity"
MOST_WORDS: Final = 6


def asked_again(text: str, said: Sequence[Said], frame_of: Callable[[str], Frame]) -> str | None:
    """The last question with what a piece says of it; None where it got an answer, or the piece is none of it.

    Args:
        text: of the turn.
        said: the conversation before it.
        frame_of: takes a question apart.

    Raises:
        SourceError: names are looked up, and the database does not answer.
    """
    if len(said) < 2 or said[-1].role != "assistant" or said[-1].tool or said[-2].role != "person":
        return None
    before, is_asked = said[-2].text, "?" in said[-1].text
    joined = _JOINED.match(text)
    if not (is_asked or joined) or len(text.split()) > MOST_WORDS:
        return None
    piece = _THE.sub("", text[joined.end() :] if joined else text).strip(" ?.!")
    if is_asked and (kind := re.fullmatch(r"(?P<kind>[a-z]+)(?:\s+#?(?P<number>\d+))?", piece, re.I)) is not None:
        number = kind["number"] or next(iter(re.findall(_BARE.format(r"\d+"), before)), "")
        if said[-1].text.startswith(f"{number} of what") and number:
            return re.sub(_BARE.format(re.escape(number)), f"{kind['kind']} {number}", before, count=1)
    if is_asked and said[-1].text.startswith(_BY_WHICH) and piece and not re.search(r"\d", piece):
        return f"{before.rstrip(' ?.!')} by {piece}"
    return _of_another(piece, before, frame_of, is_asked=is_asked)


def _of_another(piece: str, before: str, frame_of: Callable[[str], Frame], *, is_asked: bool) -> str | None:
    """The question of another thing of the kind, or of another period; of the period asked for, where it had none."""
    now = frame_of(piece)
    if now.words or now.unknown or now.lost or now.limits:
        return None
    then = frame_of(before)
    if len(now.names) == 1 and now.period is None and [one.kind for one in then.names] == [now.names[0].kind]:
        (old,), (new,) = then.names, now.names
        return f"{then.text[: old.start]}{piece[new.start : new.end]}{then.text[old.end :]}"
    if is_asked and len(now.names) == 1 and now.period is None and not then.names and now.names[0].kind in PLACES:
        return f"{before.rstrip(' ?.!')} on {now.names[0].name}"
    if now.names or now.period is None:
        return None
    if then.period is not None:
        return f"{then.text[: then.period.start].rstrip()} {piece} {then.text[then.period.end :].lstrip()}".strip()
    return f"{before.rstrip(' ?.!')} {piece}" if is_asked else None
