"""The page's own script and style sheet, packed once; colours are those of app/theme.py, by the reader's own theme."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import Final

from app.api.errors import ApiError
from app.api.public.form import PublicForm
from app.theme import ASSETS, Tokens, tokens

KINDS: Final = {"public.css": "text/css; charset=utf-8", "public.js": "text/javascript; charset=utf-8"}


def public_file(name: str) -> tuple[str, PublicForm]:
    """Media type and content of a file.

    Raises:
        ApiError: 404, there is no such file.
    """
    if name not in KINDS:
        raise ApiError(404, "There is no such file.")
    return KINDS[name], _form(name)


@cache
def _form(name: str) -> PublicForm:
    text = (ASSETS / "public" / name).read_text(encoding="utf-8")
    return PublicForm.of((colours() + text if name.endswith(".css") else text).encode())


def colours() -> str:
    """Variables of the colour-blind-safe palette, light where the reader's device is."""
    dark, light = tokens("dark", "colour_blind"), tokens("light", "colour_blind")
    return (
        f":root {{ color-scheme: dark; {_variables(dark)} }}\n"
        f"@media (prefers-color-scheme: light) {{ :root {{ color-scheme: light; {_variables(light)} }} }}\n"
    )


def _variables(of: Tokens) -> str:
    return " ".join(f"--flux-{name.replace('_', '-')}: {value};" for name, value in asdict(of).items())
