"""ChangeRoute: one path that takes POST, and the command that it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data_sources.commands.command import Command


@dataclass(frozen=True, slots=True)
class ChangeRoute:
    """One path that takes POST.

    Attributes:
        path: with `{outage_id}`, `{device_id}` … where the number stands.
        command: what is run.
        id_field: the command's value that stands in the path; empty where none does.
    """

    path: str
    command: type[Command]
    id_field: Literal[
        "", "outage_id", "call_id", "device_id", "storm_id", "assessment_id", "alarm_id", "rule_id", "shift_id",
        "note_id", "work_order_id", "crew_id",
    ] = ""  # fmt: skip

    @property
    def pattern(self) -> str:
        """As tornado matches it."""
        return self.path.replace("{" + self.id_field + "}", r"(\d{1,18})") if self.id_field else self.path
