"""Text files as other programs write them: UTF-8, UTF-16 with its mark, Windows-1252; no other is guessed at."""

from __future__ import annotations

import codecs
from typing import Final

from charset_normalizer import from_bytes

from data_sources.errors import ImportRefused

_WESTERN: Final = "cp1252"


def decoded(name: str, raw: bytes) -> str:
    """The text of a file.

    Args:
        name: of the file, for the sentence.
        raw: its bytes.

    Raises:
        ImportRefused: it is no text, or in an encoding that cannot be told for sure.
    """
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16")
    except UnicodeDecodeError:
        raise ImportRefused(f"{name} says that it is UTF-16, and is not; save it as UTF-8.") from None
    if b"\0" in raw:
        raise ImportRefused(f"{name} is no text file; PDF, Markdown (.md) and text (.txt) can be read.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _western(name, raw)


def _western(name: str, raw: bytes) -> str:
    """Windows-1252 gives letters for almost any bytes: it is taken only where they make words in it too."""
    if from_bytes(raw, cp_isolation=[_WESTERN]):
        try:
            return raw.decode(_WESTERN)
        except UnicodeDecodeError:  # only parts of it were looked at
            pass
    best = from_bytes(raw).best()
    guess = f" (it may be {best.encoding.replace('_', '-')})" if best else ""
    raise ImportRefused(f"{name} is neither UTF-8 nor Windows-1252{guess}; save it as UTF-8.")
