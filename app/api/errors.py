"""What the API refuses, as HTTP: one error class, one body.

Every error is answered as `{"error": {"field": …, "message": …}}`; `field` names the parameter at fault or is null.
"""

from __future__ import annotations

from pydantic import BaseModel, Field, ValidationError
from tornado.web import HTTPError

RETRY_AFTER_S = 5  # the feed looks for a lost database every half second; a client need not ask oftener than this


class ErrorDetail(BaseModel):
    """What is wrong and where."""

    field: str | None = Field(description="the query parameter at fault; null where none is")
    message: str = Field(description="one sentence for a person")


class ErrorBody(BaseModel):
    """The body of every answer that is not 200 or 304."""

    error: ErrorDetail


class ApiError(HTTPError):
    """An error with a sentence fit for the caller.

    Args:
        status: HTTP status code.
        message: one sentence.
        field: the query parameter at fault.
    """

    def __init__(self, status: int, message: str, field: str | None = None) -> None:
        """Keeps the sentence apart from tornado's log message."""
        super().__init__(status)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        """What the log shows."""
        return f"HTTP {self.status_code}: {self.field + ': ' if self.field else ''}{self.message}"


def from_validation(error: ValidationError) -> ApiError:
    """The first finding of pydantic as a 400 that names the parameter."""
    first = error.errors(include_url=False, include_context=False)[0]
    field = str(first["loc"][0]) if first["loc"] else None
    if first["type"] == "extra_forbidden":
        return ApiError(400, "There is no such parameter.", field)
    message = first["msg"].removeprefix("Value error, ").rstrip(".")
    return ApiError(400, f"{message[:1].upper()}{message[1:]}.", field)


def body(message: str, field: str | None = None) -> bytes:
    """The error body as JSON."""
    return ErrorBody(error=ErrorDetail(field=field, message=message)).model_dump_json().encode()
