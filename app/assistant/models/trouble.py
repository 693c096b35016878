"""What goes wrong with a model, in words; never with a key, an address with one, or a body of ours in them."""

from __future__ import annotations

import json
from typing import Any, Final

import httpx

from app.assistant.events import STOPPED
from data_sources.errors import FluxError

LONGEST_REASON = 300  # characters


class ModelTrouble(FluxError):
    """A model did not answer, or not to the end.

    Args:
        sentence: for a person.
        is_cut: whether it had begun to answer, and the connection ended.
        is_passing: whether another try may help: the server is busy, fails or is not reached.
        is_refused: whether it will not have the request as it is.
    """

    def __init__(
        self, sentence: str, *, is_cut: bool = False, is_passing: bool = False, is_refused: bool = False
    ) -> None:
        super().__init__(sentence)
        self.is_cut, self.is_passing, self.is_refused = is_cut, is_cut or is_passing, is_refused


class AnswerStopped(FluxError):
    """The person stopped the answer."""

    def __init__(self) -> None:
        super().__init__(STOPPED)


_STATUS: Final = {
    400: "refused the request",
    401: "refuses the key",
    403: "refuses the key",
    404: "does not know this address or name",
    408: "took too long",
    413: "refused the request as too large",
    422: "refused the request",
    429: "is busy and asks to come back later",
}


def trouble_of_status(label: str, status: int, body: bytes, secrets: tuple[str, ...]) -> ModelTrouble:
    """An answer of HTTP that is none.

    Args:
        label: what a person calls the model's server.
        status: code of HTTP.
        body: what it says; its reason is told where it has one.
        secrets: blanked out in it.
    """
    what = _STATUS.get(status, "failed" if status >= 500 else "does not answer as expected")
    reason = hidden(_reason(body), secrets).strip().rstrip(".")
    # What a server says of a wrong key may repeat it.
    told = f": {reason[:LONGEST_REASON]}" if reason and status not in (401, 403) else ""
    return ModelTrouble(
        f"{label} {what} (HTTP {status}){told}.", is_passing=status >= 500 or status in (408, 429),
        is_refused=status in (400, 404, 410, 422),
    )  # fmt: skip


def trouble_of_network(label: str, error: httpx.HTTPError, *, has_begun: bool, silence_s: float) -> ModelTrouble:
    """A connection that was not made, or ended."""
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return ModelTrouble(f"{label} cannot be reached.", is_passing=True)
    if isinstance(error, httpx.TimeoutException):
        return ModelTrouble(f"{label} said nothing for {silence_s:g} s.", is_cut=has_begun, is_passing=True)
    if has_begun:
        return ModelTrouble(f"The connection to {label} was cut before the answer was whole.", is_cut=True)
    return ModelTrouble(f"{label} ended the connection without an answer.", is_cut=True)


def hidden(text: str, secrets: tuple[str, ...]) -> str:
    """A text without secrets."""
    for secret in secrets:
        text = text.replace(secret, "***") if secret else text
    return text


def _reason(body: bytes) -> str:
    """What an error's body says: `{"error": {"message": …}}`, `{"message": …}`, `{"error": …}` or `{"detail": …}`."""
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    for name in ("error", "message", "detail"):
        if isinstance(told, dict) and name in told:
            inner = told[name]
            return str((inner.get("message") if isinstance(inner, dict) else inner) or "")
    return ""
