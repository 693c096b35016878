"""HTTP of what is published: the answer, the page and its two files; GET alone, the same for everybody."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.api.errors import ApiError
from app.api.handler import ApiHandler
from app.api.negotiate import GEOJSON, JSON, choose, takes_gzip
from app.api.params import NoParams, read
from app.api.public.board import OFF, PublicBoard
from app.api.public.edition import MEDIA, FormName
from app.api.public.files import public_file
from app.api.public.page import refusal

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
FRESH_S = 30
XML = "application/xml"
_BY_ACCEPT: dict[str, FormName] = {GEOJSON: "geojson", JSON: "geojson", XML: "odin-xml"}


class PageParams(NoParams):
    """Whose outages."""

    utility: str | None = Field(None, min_length=1, max_length=200, description="name of the utility; the first one")


class PublicParams(PageParams):
    """Whose outages, in which form."""

    format: Literal["geojson", "odin", "odin-xml"] | None = Field(
        None, description="geojson, odin (the members of ODIN's profile as JSON) or odin-xml; by Accept when left out"
    )


class PublicHandler(ApiHandler):
    """What the answer and the page have in common: nothing but the board is asked."""

    board: PublicBoard

    def set_default_headers(self) -> None:
        """Any site's page may read what anybody may."""
        super().set_default_headers()
        self.set_header("Access-Control-Allow-Origin", "*")
        self.set_header("Referrer-Policy", "no-referrer")

    def _let_in(self, origins: tuple[str, ...]) -> None:
        """Everybody is let in already."""

    async def answer(self, form: FormName, utility: str | None) -> None:
        """One form of the present edition, or 304."""
        edition = await self.board.edition(self.runtime, utility)
        made = edition.forms[form]
        publisher = self.runtime.publisher
        fresh = min(FRESH_S, int(publisher.rules.refresh_s)) if publisher and edition.is_current else 0
        self.set_header("Etag", made.etag)
        self.set_header("Cache-Control", f"public, max-age={fresh}")
        if self.check_etag_header():
            self.set_status(304)
            return
        self.set_header("Content-Type", MEDIA[form])
        if takes_gzip(self.request.headers.get("Accept-Encoding", "")):
            self.set_header("Content-Encoding", "gzip")
            self.finish(made.packed)
        else:
            self.finish(made.plain)


class PublicOutagesHandler(PublicHandler):
    """`GET /api/public/outages`."""

    async def get(self) -> None:
        """Published outages as GeoJSON, or in ODIN's profile."""
        params = read(PublicParams, self.request.query_arguments)
        form: FormName | None = params.format
        if form is None:
            media = choose(self.request.headers.get("Accept", ""), tuple(_BY_ACCEPT))
            if media is None:
                raise ApiError(406, f"This answer comes as {', '.join(_BY_ACCEPT)}.", "Accept")
            form = _BY_ACCEPT[media]
        await self.answer(form, params.utility)

    head = get


class PublicPageHandler(PublicHandler):
    """`GET /public`: the same for a person."""

    def set_default_headers(self) -> None:
        """Nothing of the page comes from elsewhere, and nothing of it may be sent elsewhere."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", PAGE_POLICY)

    async def get(self) -> None:
        """The page."""
        await self.answer("page", read(PageParams, self.request.query_arguments).utility)

    head = get

    def tell(self, message: str, field: str | None) -> None:  # noqa: ARG002  # a person has no fields
        """One sentence, as a page."""
        self.set_header("Content-Type", MEDIA["page"])
        self.set_header("Cache-Control", "no-store")
        self.finish(refusal(message))


class PublicFileHandler(PublicHandler):
    """`GET /public/…`: the page's script and style sheet."""

    async def get(self, name: str) -> None:
        """A file by its name."""
        if self.runtime.publisher is None:
            raise ApiError(404, OFF)
        kind, form = public_file(name)
        self.set_header("Content-Type", kind)
        self.set_header("Etag", form.etag)
        self.set_header("Cache-Control", "public, max-age=300")
        if self.check_etag_header():
            self.set_status(304)
            return
        self.set_header("Content-Encoding", "gzip")
        self.finish(form.packed)

    head = get
