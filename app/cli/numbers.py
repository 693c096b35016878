"""Numbers on the command line, as strict as those of files: neither `1_5` nor `nan` nor digits of other scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import typer

from data_sources.numerals import number, whole_number


def _option(read: Callable[[str], float], metavar: str, least: float | None) -> Mapping[str, Any]:
    def parse(text: object) -> float:  # a default comes as the number it is
        try:
            value = read(str(text))
        except ValueError as error:
            raise typer.BadParameter(f"{error}.") from None
        if least is not None and value < least:
            raise typer.BadParameter(f"{text} is less than {least:g}.")
        return value

    return {"parser": parse, "metavar": metavar if least is None else f"{metavar} (from {least:g})"}


def whole(least: float | None = None) -> Mapping[str, Any]:
    """Arguments of `typer.Option` for a whole number, of at least so much."""
    return _option(whole_number, "INTEGER", least)


def decimal(least: float | None = None) -> Mapping[str, Any]:
    """The same for a number."""
    return _option(number, "FLOAT", least)


WHOLE: Final = whole()
NUMBER: Final = decimal()
