"""What of a customer is personal: no model is sent these columns, whoever asks."""

from __future__ import annotations

from typing import Final

PERSONAL_COLUMNS: Final = frozenset({
    "account_number", "customer_name", "service_address", "address", "phone", "email", "caller", "caller_name",
    "caller_phone", "call_note",
})  # fmt: skip


def is_personal(key: str) -> bool:
    """Whether a column of that name is."""
    return key.lower() in PERSONAL_COLUMNS
