"""A command: a named change and its values, checked when it is made, before anything is touched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from data_sources.commands.principal import Role
from data_sources.commands.work import CommandWork
from data_sources.errors import InvalidCommand

TargetKind = Literal[
    "utility", "outage", "crew", "device", "call", "storm", "assessment", "work_order", "alarm_rule", "alarm", "shift",
    "note", "conversation",
]  # fmt: skip


class Target(NamedTuple):
    """What a command changes; commands lock their targets in the order of these."""

    kind: TargetKind
    id: int

    def __str__(self) -> str:
        """As a person calls it."""
        return f"{self.kind.replace('_', ' ')} {self.id}"


class Command(BaseModel):
    """Base of all commands. A subclass names itself, its fields are its values.

    Attributes:
        name: in the audit and in addresses, e.g. "assign_crew".
        role: the least that may give it.
        waits_for_switching: it reads who has supply, and what it read must be so when it is done.
        is_switching: it changes who has supply, so that only one of them runs at a time in a utility.
        makes: what is new where it makes something.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]
    role: ClassVar[Role] = "operator"
    is_switching: ClassVar[bool] = False
    waits_for_switching: ClassVar[bool] = False
    makes: ClassVar[TargetKind] = "outage"

    @classmethod
    def of(cls, **values: Any) -> Self:
        """A checked command.

        Raises:
            InvalidCommand: a value is missing, unknown or wrong; says which.
        """
        for field, value in values.items():
            if _has_nul(value):
                raise InvalidCommand(
                    "It holds a NUL character, which the database keeps in no text: leave it out.", field
                )
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise _invalid(error) from None

    @classmethod
    def of_json(cls, values: dict[str, Any]) -> Self:
        """A checked command of values out of JSON, where a number is no text and no truth value.

        Raises:
            InvalidCommand: a value is missing, unknown or wrong; says which.
        """
        try:
            cls.model_validate_json(json.dumps(values), strict=True)
        except ValidationError as error:
            raise _invalid(error) from None
        return cls.of(**values)

    @property
    def target(self) -> Target:
        """What it changes first of all: whose version counts, and whose rows the audit shows before and after."""
        raise NotImplementedError

    @property
    def others(self) -> tuple[Target, ...]:
        """What else it changes."""
        return ()

    def apply(self, work: CommandWork) -> None:
        """Change the rows; they are locked, and as they should be.

        Raises:
            CommandRefused: what it asks for cannot be done as things are; nothing of it stays.
        """
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """What was asked for, as the audit keeps it; secrets are masked."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def secrets(self) -> dict[str, str]:
        """Its secret values as they are, by name; nobody keeps them."""
        given = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: one.get_secret_value() for name, one in given.items() if isinstance(one, SecretStr)}


def _has_nul(value: object) -> bool:
    """Whether a text, or one anywhere in a list or an object, holds a NUL character."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, Mapping):
        return any(_has_nul(one) for item in value.items() for one in item)
    return isinstance(value, list | tuple) and any(_has_nul(one) for one in value)


def _invalid(error: ValidationError) -> InvalidCommand:
    first = error.errors(include_url=False, include_context=False)[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "extra_forbidden":
        return InvalidCommand("There is no such value.", field)
    message = first["msg"].removeprefix("Value error, ").rstrip(".")
    return InvalidCommand(f"{message[:1].upper()}{message[1:]}.", field)
