"""What a Markdown file says where no reader sees it: comments, hidden HTML, titles of links' addresses."""

from __future__ import annotations

import re

# From left to right, whichever begins first: code is shown as it stands, so that a comment in it is none.
_PARTS = re.compile(
    r"(?P<code>^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<tick>`{1,3})(?!`)[^\n]{0,400}?(?<!`)(?P=tick)(?!`))"
    r"|<!--.*?(?:-->|\Z)"
    r"|^ {0,3}\[[^\]\n]{1,100}\]:[ \t]*(?:#|<>)[ \t]*(?:\([^\n]*\)|\"[^\n]*\"|'[^\n]*')[ \t]*$"
    r"|(?P<link>^ {0,3}\[(?!\^)[^\]\n]{1,100}\]:[ \t]*\n?[ \t]*"
    r"(?=\S*(?:[#/<]|www\.|mailto:|[a-z]\.[a-z])|\S+[ \t]*\n?[ \t]*[\"'(])(?:<[^>\n]*>|\S+)"
    r"(?P<titled>[ \t]*\n?[ \t]*(?:\([^)]{0,2000}\)|\"[^\"]{0,2000}\"|'[^']{0,2000}'))?[ \t]*$)"
    r"|<(?P<unshown>script|style|template|head|title)\b[^>]{0,500}>.*?(?:</(?P=unshown)\s*>|\Z)"
    r"|<(?P<element>[a-z][a-z0-9]{0,20})\b(?=[^>]{0,500}?(?:\shidden\b|display\s*:\s*none|visibility\s*:\s*hidden"
    r"|font-size\s*:\s*0|opacity\s*:\s*0\s*[;\"']))[^>]{0,500}>.*?(?:</(?P=element)\s*>|\Z)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


def without_comments(text: str) -> tuple[str, int]:
    """The text that a reader sees, and how many pieces were left out."""
    left_out = 0

    def seen(found: re.Match[str]) -> str:
        nonlocal left_out
        if found["code"] is not None:
            return found[0]
        left_out += found["link"] is None or found["titled"] is not None  # a bare address hides nothing
        return ""

    return _PARTS.sub(seen, text), left_out
