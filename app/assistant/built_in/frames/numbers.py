"""Numbers that are neither limit nor count of rows, with the words beside them; `1 million` is one number."""

from __future__ import annotations

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import MANIFOLD
from app.assistant.built_in.words import Token


def note_numbers(frame: Frame, tokens: list[Token]) -> list[Token]:
    """Numbers with what stands beside them; `1 million` is one number."""
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        if before is not None and _is_manifold(before, token):
            continue
        kept.append(token)
        if token.value is None:
            continue
        value, after = token.value, [one for one in tokens[place + 1 :] if one.norm != "°"]
        if after and _is_manifold(token, after[0]):
            value *= MANIFOLD[after.pop(0).norm]
        frame.beside.append((value, before.norm if before is not None else "", after[0].norm if after else ""))
    return kept


def _is_manifold(number: Token, token: Token) -> bool:
    """Whether a word belongs to the number before it: `million`, and the `k` of `500k` but not that of `3 K`."""
    return number.value is not None and token.norm in MANIFOLD and (token.norm != "k" or token.start == number.end)
