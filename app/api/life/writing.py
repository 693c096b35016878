"""HTTP around commands: who may ask, the body as a command's values, versions and keys as headers, the receipt out."""

from __future__ import annotations

import json
import re
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from app.api.errors import ApiError
from app.api.handler import ApiHandler
from app.api.life.change_route import ChangeRoute
from app.api.models import ReceiptBody
from app.api.negotiate import JSON
from app.api.utilities import only_utility
from data_sources.commands.command import Command, Target
from data_sources.commands.receipt import Receipt
from data_sources.commands.texts import is_text
from data_sources.errors import (
    CommandError,
    CommandRefused,
    Conflict,
    Forbidden,
    InvalidCommand,
    KeyReused,
    NoSuchTarget,
)

MAX_BODY: Final = 1 << 20
MAX_DEPTH: Final = 16  # of objects and lists in each other
TOO_DEEP: Final = f"The body has more than {MAX_DEPTH} objects and lists in each other."
LISTED: Final = {
    "storm": "/api/storms", "assessment": "/api/storms/current", "alarm_rule": "/api/alarm-rules",
    "shift": "/api/shift-log", "note": "/api/shift-log",
}  # fmt: skip  # without a path of their own
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_STATUS: Final[tuple[tuple[type[CommandError], int], ...]] = (
    (Forbidden, 403), (NoSuchTarget, 404), (KeyReused, 422), (CommandRefused, 409), (Conflict, 412),
    (InvalidCommand, 422),
)  # fmt: skip


class ChangeHandler(ApiHandler):
    """Runs one command."""

    allowed = "POST, OPTIONS"
    max_body: ClassVar[int] = MAX_BODY
    route: ChangeRoute

    async def prepare(self) -> None:
        """Let pages of this server in, and programs; no page of anybody else's, whatever may read from it."""
        await super().prepare()
        if self.request.method == "POST":
            self._refuse_other_sites()

    def _let_in(self, origins: tuple[str, ...]) -> None:
        """Origins that may read do not write."""

    async def post(self, number: str = "") -> None:
        """Run it, and answer its receipt."""
        version, key = self._expected_version(), self._key()
        if version is not None and not self.route.id_field:
            raise ApiError(400, "It makes something new, which has no version yet: leave it out.", "If-Match")
        command = self._command(number)
        runtime = self.runtime

        def run() -> Receipt:
            return runtime.commands.run(command, by=runtime.principal, expected_version=version, key=key)

        try:
            receipt = await self.asked(run)
        except CommandError as error:
            raise as_http(error) from None
        self._send(command, receipt)

    def _send(self, command: Command, receipt: Receipt) -> None:
        if receipt.target != command.target:
            self.set_status(201)
            self.set_header("Location", LISTED.get(receipt.target.kind) or _path_of(receipt.target))
        if receipt.version is not None:
            self.set_header("Etag", f'"{receipt.version}"')
        self.set_header("Content-Type", JSON)
        self.finish(ReceiptBody.of(receipt).model_dump_json())

    def _refuse_other_sites(self) -> None:
        """A browser says where a request comes from; what says nothing is no browser."""
        site = self.request.headers.get("Sec-Fetch-Site", "none")
        origin = self.request.headers.get("Origin")
        if site not in ("same-origin", "none") or (origin and urlsplit(origin).netloc != self.request.host):
            raise ApiError(403, "Pages of other sites change nothing here.", "Origin")
        kind = self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != JSON:
            raise ApiError(415, f"Send the body as {JSON}.", "Content-Type")

    def _command(self, number: str) -> Command:
        values = self._body()
        if self.route.id_field:
            if self.route.id_field in values:
                raise ApiError(400, "It stands in the address; leave it out of the body.", self.route.id_field)
            values[self.route.id_field] = int(number)
        elif "utility_id" not in values:
            values["utility_id"] = only_utility(self.runtime)
        for field, value in values.items():
            if not is_text(json.dumps([field, value], ensure_ascii=False)):
                told = field if is_text(field) else None
                raise ApiError(422, "It holds half of a surrogate pair, which is no character: leave it out.", told)
        try:
            return self.route.command.of_json(values)
        except InvalidCommand as error:
            raise as_http(error) from None

    def _body(self) -> dict[str, Any]:
        if len(self.request.body) > self.max_body:
            size = f"{self.max_body >> 20} MB" if self.max_body >= 1 << 20 else f"{self.max_body >> 10} kB"
            raise ApiError(413, f"A body may hold {size}.")
        try:
            values = json.loads(self.request.body or b"{}")
        except RecursionError:
            raise ApiError(400, TOO_DEEP) from None
        except ValueError:
            raise ApiError(400, "The body is not JSON.") from None
        if not isinstance(values, dict):
            raise ApiError(400, "The body must be a JSON object.")
        _refuse_deep(values)
        return values

    def _expected_version(self) -> int | None:
        given = self.request.headers.get("If-Match")
        if given is None or given.strip() == "*":
            return None
        found = re.fullmatch(r'(?:W/)?"?(\d{1,9})"?', given.strip())
        if found is None:
            raise ApiError(400, "Give the ETag of it as it came, or *.", "If-Match")
        return int(found[1])

    def _key(self) -> str | None:
        given = self.request.headers.get("Idempotency-Key")
        if given is None:
            return None
        key = given.strip().strip('"')
        if not _KEY.fullmatch(key):
            raise ApiError(400, "Give 1 to 200 visible characters, without spaces.", "Idempotency-Key")
        return key


def _path_of(target: Target) -> str:
    return f"/api/{target.kind.replace('_', '-')}s/{target.id}"


def _refuse_deep(values: dict[str, Any]) -> None:
    level: list[Any] = [values]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    if level:
        raise ApiError(400, TOO_DEEP)


def as_http(error: CommandError) -> ApiError:
    """A refusal as its status, with the field or header that it is about."""
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    field = {403: None, 412: "If-Match"}.get(status, error.field or None if isinstance(error, InvalidCommand) else None)
    return ApiError(status, str(error), "Idempotency-Key" if isinstance(error, KeyReused) else field)
