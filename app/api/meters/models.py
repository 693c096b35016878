"""What a head-end is answered."""

from __future__ import annotations

from pydantic import BaseModel, Field


class RefusedMessage(BaseModel):
    """A message that was not taken."""

    row: int = Field(description="its place in the batch, from 0")
    reason: str = Field(description="what is wrong with it")


class MessagesTaken(BaseModel):
    """What became of a batch; sent again with its Idempotency-Key, it is taken once."""

    taken: int = Field(description="messages that are kept")
    refused: int = Field(description="messages that are not")
    reasons: list[RefusedMessage] = Field(description="the first hundred of them")
