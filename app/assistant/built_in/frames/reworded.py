"""The same question in other words: with other endings, or as the question of which one comes first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import NOT_BENT
from app.assistant.built_in.names.found import FoundName
from app.assistant.built_in.words import endings, phrase


def with_endings(frame: Frame, known: Collection[str]) -> Frame | None:
    """The same question with words by another ending of theirs (`opened` as `open`); None where there is none."""
    found = {word: [one for one in endings(word) if one in known] for word in frame.words if _may_bend(word, frame)}
    found = {word: some for word, some in found.items() if some}
    if not found:
        return None
    words = [found[word][0] if word in found else word for word in frame.words]
    return replace(frame, words=words, all_words=[*frame.all_words, *(one for some in found.values() for one in some)])


def _may_bend(word: str, frame: Frame) -> bool:
    """Whether a word with another ending does not mean another quantity or thing."""
    return word not in NOT_BENT and word not in frame.kinds


def one_of_all(frame: Frame) -> tuple[FoundName, Frame] | None:
    """The thing that is asked whether it is the first of a ranking, and the question of which one that is.

    "Is F0004 the feeder with the highest load" of "feeder with the highest load"; None for other questions.
    """
    if not (frame.is_yes_no and frame.is_ranked and frame.names) or frame.limits or frame.is_compare:
        return None
    name = frame.names[0]
    rest = [one for one in frame.names if one is not name]
    noun = phrase(name.kind)[-1]
    if any(one.kind == name.kind for one in rest):
        return None
    words = frame.words if noun in frame.words else [*frame.words, noun]
    every = frame.all_words if noun in frame.all_words else [*frame.all_words, noun]
    kinds = frozenset(phrase(one.kind)[-1] for one in rest)
    return name, replace(frame, names=rest, words=words, all_words=every, kind_words=kinds, is_yes_no=False)
