"""What a question says apart from its matter: names, period, ranking, limits, count; and the words that are left."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.frames.left_words import leave_word
from app.assistant.built_in.frames.limits import take_limits, take_radius
from app.assistant.built_in.frames.manner import note_manner
from app.assistant.built_in.frames.numbers import note_numbers
from app.assistant.built_in.frames.plate import take_exact, take_years
from app.assistant.built_in.frames.ranking import n_of_bare, take_ranking
from app.assistant.built_in.frames.units import note_unit
from app.assistant.built_in.lexicon import COMPARING, SUPERLATIVES
from app.assistant.built_in.names.found import NamesFound
from app.assistant.built_in.spoken_groups import Words, divisor_in, groups_in
from app.assistant.built_in.spoken_periods import SpokenPeriod
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.words import Token, phrase, tokens_of


def frame_of(text: str, names: NamesFound, period: SpokenPeriod | None, vocabulary: Vocabulary) -> Frame:
    """Take a question apart.

    Args:
        text: plain.
        names: found in it.
        period: found in it.
        vocabulary: of the catalogue.
    """
    frame = Frame(text, vocabulary.kinds, names=list(names.found), lost=list(names.lost), period=period)
    note_manner(frame)
    taken = _taken_up(names, period)
    tokens = _tokens_left(frame, taken)
    tokens = take_years(frame, tokens)
    tokens = take_limits(frame, tokens)
    tokens = take_exact(frame, tokens, vocabulary)
    tokens = take_radius(frame, tokens)
    tokens = _grouped(frame, tokens, vocabulary.group_words, taken)
    tokens = take_ranking(frame, tokens, vocabulary)
    note_unit(frame, tokens)
    for token in note_numbers(frame, tokens):
        leave_word(frame, token, vocabulary.known)
    if (frame.order or (frame.is_near and frame.radius_m is None)) and not frame.n and frame.bare:
        n_of_bare(frame)
    if frame.asked_kind and frame.asked_kind in frame.words:
        frame.words.remove(frame.asked_kind)
    if period is not None and period.is_future and period.days[:1].isdigit():
        frame.all_words.append("forecast")  # what is told of a day to come
    frame.kind_words = frozenset(phrase(one.kind)[-1] for one in frame.names)
    return frame


def _taken_up(names: NamesFound, period: SpokenPeriod | None) -> list[tuple[int, int]]:
    """Where names and a period stand in the text; the words of a period to come are left, all but its clock."""
    taken = [*((one.start, one.end) for one in names.found), *((one.start, one.end) for one in names.lost)]
    if period is not None and not period.is_future:
        taken.append((period.start, period.end))
    if period is not None and period.clock is not None:
        taken.append(period.clock)
    return taken


def _tokens_left(frame: Frame, taken: Sequence[tuple[int, int]]) -> list[Token]:
    """The pieces of the text that belong to no name and no period."""
    return [one for one in tokens_of(frame.text) if not any(start <= one.start < end for start, end in taken)]


def _grouped(frame: Frame, tokens: list[Token], by: Collection[Words], taken: Sequence[tuple[int, int]]) -> list[Token]:
    """Take "by feeder", "broken down by cause" out of the tokens; a tool's phrase may still hold those words."""
    spoken = groups_in(frame.text, by, taken)
    frame.groups, frame.asked_group = spoken.by, spoken.asked
    frame.divisor = divisor_in(frame.text, spoken)
    places = [*((one.start, one.end) for one in spoken.by), *spoken.spent]
    inside = [one for one in tokens if any(start <= one.start < end for start, end in places)]
    spent = [one for one in inside if any(start <= one.start < end for start, end in spoken.spent)]
    frame.all_words += [one.norm for one in inside if one not in spent and one.norm not in SUPERLATIVES]
    spare = COMPARING - {"than", "between"} if spoken.by else frozenset()  # "compare the load of all feeders"
    return [one for one in tokens if one not in inside and one.norm not in spare]
