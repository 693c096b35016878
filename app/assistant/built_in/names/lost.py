"""What is built like a name, or stands where one would, and is none that is there."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from app.assistant.built_in.as_typed.ordinary import ORDINARY
from app.assistant.built_in.lexicon import FILLER, SAME, SOFT, UNITS
from app.assistant.built_in.name_forms import NameForms
from app.assistant.built_in.names.found import LostName, NamesFound, is_taken
from app.assistant.built_in.names.written import WrittenNumbers, forms_for
from app.assistant.built_in.vocabulary import KindWords
from app.assistant.built_in.words import Token, near_words, normal, singular

_CODE = re.compile(
    r"(?!(?:ieee|ansi|nerc|nesc|iec|cip|n|c|std|iso|nfpa|range|q)\b)[^\W\d_]{1,8}[-_]\d+(?:[-_]\d+)*", re.I
)


def lose(cluster: WrittenNumbers, text: str, forms: NameForms, names: NamesFound) -> None:
    """What is built like a name and is none; the beginning of names is told apart."""
    if is_taken(names, cluster.start, cluster.end) or not cluster.word:
        return
    fitting = forms_for(cluster, forms)
    written = text[cluster.start : cluster.end]
    if not fitting:
        if _CODE.fullmatch(written):
            names.lost.append(LostName(written, cluster.kind, tuple(forms.like(written)), cluster.start, cluster.end))
        return
    if not cluster.is_joined and not cluster.kind and normal(cluster.word) in UNITS:
        return
    longer = [form for form in fitting if len(form.widths) > len(cluster.numbers)]
    kind = fitting[0].kind
    if longer and len(longer) == len(fitting):
        begins = tuple(
            form.filled([*cluster.numbers, *["1"] * (len(form.widths) - len(cluster.numbers))]).upper()
            for form in longer[:3]
        )
        names.lost.append(LostName(written, kind, begins, cluster.start, cluster.end, is_beginning=True))
        return
    names.lost.append(
        LostName(written, kind, tuple(forms.like(written.split()[-1], (kind,))), cluster.start, cluster.end)
    )


def lose_words(
    text: str, tokens: Sequence[Token], known: Collection[str], forms: NameForms, names: NamesFound, kinds: KindWords
) -> None:  # fmt: skip
    """`feeder zulu`: a word after that of a kind, which says nothing else."""
    leading = {"on", "of", "at", "in", "for", "is", "to", "from", "was", "about", "does", "feed", "the",
               "by", "off"}  # fmt: skip
    for at in range(len(tokens) - 1):
        one, then = tokens[at], tokens[at + 1]
        if (
            at
            and kinds.get(then.norm) in ("feeder", "substation")
            and tokens[at - 1].norm == "the"
            and _is_no_word(one, known)
        ):
            written = text[one.start : then.end]  # "the zulu feeder"
            kind = kinds.get(then.norm)
            names.lost.append(LostName(written, kind, tuple(forms.like(one.text, (kind,))), one.start, then.end))
            continue
        kind = kinds.get(one.norm)
        is_single = singular(one.text.lower()) == one.text.lower()
        led = at == 0 or tokens[at - 1].norm in leading
        if kind and is_single and led and then.kind in ("word", "code") and not is_taken(names, one.start, then.end):
            if (
                then.norm in known
                or then.norm in FILLER
                or then.norm in SOFT
                or then.norm in SAME.values()
                or then.norm in UNITS
            ):
                continue
            if then.kind == "word" and (then.text.lower() in _VERBS or kind in ("segment",)):
                continue
            written = text[one.start : then.end]
            names.lost.append(LostName(written, kind, tuple(forms.like(then.text, (kind,))), one.start, then.end))


def _is_no_word(token: Token, known: Collection[str]) -> bool:
    """Whether a word is none that anything here knows, or that is near to one: it may be a name."""
    said = token.norm
    is_said = said in known or said in FILLER or said in SOFT or said in SAME.values() or said in UNITS
    return token.kind == "word" and not is_said and said not in ORDINARY and not near_words(said, known)


_VERBS = frozenset({
    "cost", "costs", "fail", "fails", "failed", "trip", "trips", "tripped", "serve", "serves", "feed", "feeds", "go",
    "goes", "gone", "peak", "peaks", "peaked", "run", "runs", "hit", "get", "usually", "leader", "leaders", "lead",
    "log", "history", "settings", "setting",
})  # fmt: skip
"""Words after that of a kind that say what becomes of it, or what it has: they are no name."""
