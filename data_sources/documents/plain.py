"""Text files: a section a heading that stands out as one, counted; a file without any is one section."""

from __future__ import annotations

from data_sources.documents.headings import under_headings
from data_sources.documents.passages import ReadDocument, ReadPassage, clean, cut


def read_plain(text: str) -> ReadDocument:
    """The passages of a text file."""
    passages: list[ReadPassage] = []
    number, above, last = 0, "", ""
    for heading, body in under_headings(clean(text)):
        if heading or body.strip():
            number += 1
            passages += cut(number, heading, body)
            above, last = heading, body
    if number and not last.strip():  # nothing follows: it heads nothing
        passages += cut(number, "", above)
    return ReadDocument("", None, "", "section", max(number, 1), tuple(passages))
