"""Who changes something: a name and a role. Made in one place only (`app.principal`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["viewer", "operator", "supervisor", "admin"]

ROLES: Final[tuple[Role, ...]] = ("viewer", "operator", "supervisor", "admin")


@dataclass(frozen=True, slots=True)
class Principal:
    """A person, or a service that acts by rules.

    Attributes:
        name: as the audit shows it.
        role: what they may do; each role may do what the ones before it may.
        is_person: a service never overrules what a person decided.
    """

    name: str
    role: Role
    is_person: bool = True

    def may(self, role: Role) -> bool:
        """Whether they may do what that role may."""
        return ROLES.index(self.role) >= ROLES.index(role)
