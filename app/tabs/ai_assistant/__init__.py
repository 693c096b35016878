"""AI Assistant: questions in words, answered from the utility's own rows; the conversations that were kept."""

from app.tabs.ai_assistant.tab import AiAssistantTab

__all__ = ["AiAssistantTab"]
