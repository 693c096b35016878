"""What field work names: crews by their names, work orders and alarms by their numbers."""

from __future__ import annotations

from typing import Final

from app.assistant.name_kinds import NameKind

FIELD_KINDS: Final = (
    NameKind("crew", "assistant_crew_names", ("team", "truck"), next=("what work does {0} have", "where is {0}")),
    NameKind("work order", words=("wo",)),
    NameKind("alarm"),
)
