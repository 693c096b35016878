"""Numbers on the command line, as strict as those of files: neither `1_5` nor `nan` nor digits of other scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import typer

from data_sources.numerals import number, whole_number


def _strictly(read: Callable[[str], float]) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            return read(text)
        except ValueError as error:
            raise typer.BadParameter(f"{error}.") from None

    return parse


# Arguments of `typer.Option` for a number.
WHOLE: Final[Mapping[str, Any]] = {"parser": _strictly(whole_number), "metavar": "INTEGER"}
NUMBER: Final[Mapping[str, Any]] = {"parser": _strictly(number), "metavar": "FLOAT"}
