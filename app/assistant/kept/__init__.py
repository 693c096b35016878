"""Conversations of the assistant as they are kept: read, written, and a turn of one asked and kept in one go."""
