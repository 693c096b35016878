"""GET /api/documents, the file of a document, and the text of a page.

Nothing of a document is ever a page of ours: text goes out as plain text, a PDF as a PDF, and neither may run anything.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from app.api.answers import Answer, Rows
from app.api.endpoint import Endpoint, asked_utility, topics_of
from app.api.errors import ApiError
from app.api.handler import ApiHandler
from app.api.needs import ApiRuntime
from app.api.negotiate import ARROW, JSON
from app.api.params import UtilityParams
from data_sources.documents.decoding import decoded
from data_sources.errors import ImportRefused
from data_sources.query import Query
from data_sources.statements import statement

PDF: Final = "application/pdf"
TEXT: Final = "text/plain; charset=utf-8"
POLICY: Final = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
TEXT_POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'self'"
_MISSING: Final = "There is no such document; /api/documents lists them."


def get_documents(runtime: ApiRuntime, asked: UtilityParams) -> Answer:
    """The documents that a utility may read."""
    utility_id = asked_utility(runtime, asked)
    rows = runtime.sources.live.fetch(Query.of("rest_documents", utility_id=utility_id))
    return Rows(rows, {"utility_id": utility_id}, None)


def document_file(runtime: ApiRuntime, document_id: int) -> tuple[str, str, bytes]:
    """Name, media type and content as they are sent.

    Raises:
        ApiError: 404, there is no such document.
    """
    rows = runtime.source.fetch(Query.of("document_content", document_id=document_id)).to_pylist()
    if not rows:
        raise ApiError(404, _MISSING)
    name, content = rows[0]["file_name"].rsplit("/", 1)[-1], rows[0]["content"]
    if rows[0]["media_type"] == PDF:
        return name, PDF, content
    try:
        text = decoded(name, content).text
    except ImportRefused:  # loaded before such letters were refused
        text = content.decode("cp1252", "replace")
    return name, TEXT, text.encode("utf-8", "replace")


def document_page(runtime: ApiRuntime, document_id: int, page: int) -> bytes:
    """The text of a page, its headings in lines of their own.

    Raises:
        ApiError: 404, there is no such document or page.
    """
    asked = Query.of("document_passages", document_id=document_id, page=page)
    rows = runtime.source.fetch(asked).to_pylist()
    if not rows:
        raise ApiError(404, "There is no such page with text; /api/documents lists the documents.")
    first = rows[0]
    lines, heading = [f"{first['title']}, {first['counts']} {page} of {first['pages']}"], ""
    for row in rows:
        if row["heading"] != heading:
            heading = row["heading"]
            lines.append(heading)
        lines.append(row["passage"])
    return "\n\n".join(lines).encode("utf-8", "replace")


class DocumentHandler(ApiHandler):
    """What answers of documents have in common."""

    def send(self, media: str, content: bytes) -> None:
        """Send it so that a browser shows it and runs nothing of it."""
        self.set_header("Content-Type", media)
        self.set_header("Content-Security-Policy", POLICY if media == PDF else TEXT_POLICY)
        self.finish(content)


class DocumentFileHandler(DocumentHandler):
    """Answers the file."""

    async def get(self, number: str) -> None:
        """The file as it was loaded; text in UTF-8, whatever it was written in."""
        name, media, content = await self.asked(lambda: document_file(self.runtime, int(number)))
        plain = "".join(sign if sign.isascii() and sign.isprintable() and sign not in '"\\' else "_" for sign in name)
        self.set_header("Content-Disposition", f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}")
        self.send(media, content)

    async def head(self, number: str) -> None:
        """The same without a body."""
        await self.get(number)


class DocumentPageHandler(DocumentHandler):
    """Answers the text of a page."""

    async def get(self, number: str, page: str) -> None:
        """The page, or the section where a document has no pages."""
        content = await self.asked(lambda: document_page(self.runtime, int(number), int(page)))
        self.send(TEXT, content)

    async def head(self, number: str, page: str) -> None:
        """The same without a body."""
        await self.get(number, page)


DOCUMENT_ENDPOINTS: Final = (
    Endpoint(
        "/api/documents", "Manuals, procedures and compliance texts", UtilityParams, get_documents, (JSON, ARROW),
        topics_of("rest_documents"), rows=statement("rest_documents").result,
    ),
)  # fmt: skip
