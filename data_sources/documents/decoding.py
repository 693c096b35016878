"""Text files as other programs write them: UTF-8, UTF-16 with its mark, Windows-1252; no other is guessed at.

Nothing in a file says that it is Windows-1252, and DOS, Mac and Central European files are letters and signs in it too.
So it is taken for that only where its signs stand where such signs stand and its letters are of one language that is
written so; whoever loads it is told as what it was read.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from data_sources.errors import ImportRefused

_WESTERN: Final = "cp1252"
_CENTRAL: Final = "cp1250"
_L: Final = r"[^\W\d_]"
_SMALL: Final = r"[a-zß-öø-ÿœšž]"
_GREAT: Final = r"[À-ÖØ-ÞŒŠŽŸ]"
# What stands so in no text of Windows-1252, and does where another encoding is read as it.
_ODD: Final = re.compile(
    rf"""
    (?<!{_L})[ß-öø-ÿœšžÀ-ÖØ-ÞŒŠŽŸ](?=\d)|(?<=\d)\s?(?!à)[ß-öø-ÿœšžÀ-ÖØ-ÞŒŠŽŸ](?!{_L}|\.)   # ñ5 for ±5, 10Ð20 for 10–20
  | (?<!{_L})[ß-öø-ÿœšž](?=[A-Z])                                                   # 85 øC for 85 °C
  | \d\s?(?:mm|cm|dm|km|m|in|ft|s)[ß-öø-ÿœšž](?!{_L})                               # 35 mmý for 35 mm²
  | {_SMALL}{_GREAT}                                                                # quotedÓ, donÕt
  | ([À-ÖØ-Þ])\1\1                                                              # a line drawn of ÄÄÄ
  | ¡(?!{_L}|[¿"'“‘])|¿(?!{_L}|[¡"'“‘])                                             # 85 ¡C for 85 °C
  | [²³¹](?={_L})|(?<![\w)\]%°Ω])[²³]                                               # w³¹cznik; ³ for a line drawn
  | (?<={_L})[„“”‚‘€ƒ†‡ˆ‰˜‹›•¡¿£¥¢¤¦§¨©«¬®¯´¶¸»¿±÷×](?={_L})                          # f„r for für
  | ¥(?!\s?\d)|[¤¦¬¸]|(?<![\d.,\s])½(?={_L})
    """,
    re.VERBOSE,
)
# Letters beside a to z of languages that are written in Windows-1252, and of those in Windows-1250.
_WEST: Final = tuple(map(frozenset, (
    "äöüßé", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "áàâãçéêíóôõúü", "àèéìíîòóùú", "æøåéóòôê", "åäöé", "éëïèêáíóúöüä",
    "áðéíóúýþæö", "åäöšž", "äöüåéèáíóñç",
)))  # fmt: skip
_EAST: Final = tuple(map(frozenset, (
    "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "čšžćđ", "ăâîșțşţ",
)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a file.

    Attributes:
        text: of it.
        guess: the encoding that it was taken to be in, where nothing says so; empty where it is sure.
    """

    text: str
    guess: str = ""


def decoded(name: str, raw: bytes) -> DecodedText:
    """The text of a file.

    Args:
        name: of the file, for the sentence.
        raw: its bytes.

    Raises:
        ImportRefused: it is no text, or in an encoding that cannot be told for sure.
    """
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return DecodedText(raw.decode("utf-16"))
    except UnicodeDecodeError:
        raise ImportRefused(f"{name} says that it is UTF-16, and is not; save it as UTF-8.") from None
    if b"\0" in raw:
        raise ImportRefused(f"{name} is no text file; PDF, Markdown (.md) and text (.txt) can be read.")
    try:
        return DecodedText(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _western(name, raw)


def _western(name: str, raw: bytes) -> DecodedText:
    """Windows-1252 gives letters for almost any bytes: it is taken only where they make words in it too."""
    if from_bytes(raw, cp_isolation=[_WESTERN]):
        try:
            text = raw.decode(_WESTERN)
        except UnicodeDecodeError:  # only parts of it were looked at
            text = ""
        if text and is_western(text):
            return DecodedText(text, "Windows-1252")
    raise ImportRefused(f"{name} is neither UTF-8 nor Windows-1252 as far as can be told; save it as UTF-8.")


def is_western(text: str) -> bool:
    """Whether a text that was read as Windows-1252 can have been written as that."""
    if _ODD.search(text) or text.count("«") != text.count("»") or text.count("¡") > text.count("!"):
        return False
    letters = frozenset(one for one in text.lower() if ord(one) > 127 and one.isalpha()) - set("ªºµ")
    if not letters or any(letters <= one for one in _WEST):
        return True
    central = frozenset("".join(letters).encode(_WESTERN).decode(_CENTRAL, "replace"))
    return not any(central <= one for one in _EAST)
