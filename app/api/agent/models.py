"""What is told and asked of the assistant's conversations."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.api.params import UtilityParams
from data_sources.commands.texts import NOT_BLANK

Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class AgentQuestion(BaseModel):
    """The body of a question."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(min_length=1, max_length=4000), NOT_BLANK] = Field(description="in words")
    conversation_id: Number | None = Field(None, description="where it stands; left out: a conversation begins")
    utility_id: int | None = Field(
        None, ge=0, le=2**31 - 1, description="whose rows answer; where there are several and no conversation is named"
    )


class AgentFeedback(BaseModel):
    """The body of an opinion about an answer."""

    model_config = ConfigDict(extra="forbid")

    conversation_id: Number
    message_id: Number = Field(description="of the answer, as its event `kept` or the history tells it")
    is_good: bool = Field(description="thumbs up; false for thumbs down")
    comment: str = Field("", max_length=2000, description="why")


class AgentThreadsParams(UtilityParams):
    """Of which utility."""


class AgentThread(BaseModel):
    """One conversation."""

    conversation_id: int
    title: str
    turns: int = Field(description="questions with their answers")
    created_at: dt.datetime
    updated_at: dt.datetime = Field(description="UTC time of its last turn")
    version: int


class AgentThreads(BaseModel):
    """The caller's conversations, the latest first."""

    utility_id: int
    count: int
    rows: list[AgentThread]


class AgentMessage(BaseModel):
    """One message."""

    message_id: int | None = Field(description="of an answer; null for a question")
    role: Literal["person", "assistant"]
    text: str = Field(description="its words alone")
    at: dt.datetime = Field(description="UTC time of the question")
    state: Literal["finished", "stopped", "failed"] | None = Field(description="how an answer ended")
    parts: list[dict[str, Any]] = Field(description="an answer's events, as they were streamed")
    is_good: bool | None = Field(description="what the caller thinks of the answer; null where nothing was said")
    comment: str
    settled: dict[int, str] = Field(description="what became of its proposals, by the place of their result")


class AgentHistory(BaseModel):
    """One conversation with its messages in their order."""

    conversation_id: int
    utility_id: int
    title: str
    version: int
    messages: list[AgentMessage]
