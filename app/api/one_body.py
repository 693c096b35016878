"""Answers of one body, as JSON: what has a version has it for its ETag, to be given back as If-Match."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import BaseModel

from app.api.handler import ApiHandler
from app.api.needs import ApiRuntime
from app.api.negotiate import JSON


class BodyHandler(ApiHandler):
    """Answers one body."""

    async def send(self, make: Callable[[], BaseModel]) -> None:
        """Answer what `make` gives, in a thread."""
        body = await self.asked(make)
        self.set_header("Content-Type", JSON)
        if (version := getattr(body, "version", None)) is not None:
            self.set_header("Etag", f'"{version}"')
        self.finish(body.model_dump_json())

    def compute_etag(self) -> str | None:
        """The version set in `send`, whatever else of the body changes: timeline entries of lost attempts do not."""
        return self._headers.get("Etag")


class NumberedHandler(BodyHandler):
    """Answers the thing whose number stands in the address.

    Attributes:
        body_of: makes the body of a number; blocks, and raises ApiError 404 where there is none.
    """

    body_of: Callable[[ApiRuntime, int], BaseModel]

    async def get(self, number: str) -> None:
        """The thing as it is now."""
        await self.send(lambda: self.body_of(self.runtime, int(number)))

    head = get
