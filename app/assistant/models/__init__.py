"""Planners that ask a language model: any OpenAI-compatible endpoint, or a Cortex Agent of Snowflake."""
