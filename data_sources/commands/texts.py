"""What is text: that a database, a page and a log can keep."""

from __future__ import annotations


def is_text(said: str) -> bool:
    """Whether it can be written in UTF-8: JSON lets half of a surrogate pair in, which is no character."""
    try:
        said.encode()
    except UnicodeEncodeError:
        return False
    return True
