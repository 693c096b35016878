"""Text files as other programs write them: UTF-8, UTF-16 with its mark, else Windows-1252."""

from __future__ import annotations

import codecs
from typing import Final

from data_sources.errors import ImportRefused

_ENCODINGS: Final = ("utf-8-sig", "cp1252")


def decoded(name: str, raw: bytes) -> str:
    """The text of a file.

    Args:
        name: of the file, for the sentence.
        raw: its bytes.

    Raises:
        ImportRefused: it is no text.
    """
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16")
    except UnicodeDecodeError:
        raise ImportRefused(f"{name} says that it is UTF-16, and is not; save it as UTF-8.") from None
    if b"\0" in raw:
        raise ImportRefused(f"{name} is no text file; PDF, Markdown (.md) and text (.txt) can be read.")
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
