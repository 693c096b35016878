"""KeptForms: HTML whose forms outlive a lost connection: a press is kept in the browser and sent until it is answered.

A form with `data-post` is sent by the browser itself to that address of the REST interface, with a key of its own that
stays the same however often it has to be sent, and over the version in `data-version`; so that nothing is done twice
and nobody else's change is written over. `data-label` says what it does in the line that tells what is kept. What has
`data-offline` is not disabled while the page has lost its server (see assets/js/lost.js).
"""

from __future__ import annotations

from typing import ClassVar

from app import theme
from app.widgets.html_view import HtmlModel, HtmlView


class KeptFormsModel(HtmlModel):
    """The part of it in the browser."""

    _esm: ClassVar[str] = (
        "const load = (path) => import(new URL(path, document.baseURI).href);\n"
        f'const [view, kept] = await Promise.all([load("{theme.asset_url("js/html_view.js")}"), '
        f'load("{theme.asset_url("js/kept_forms.js")}")]);\n'
        "export const render = (given) => { view.render(given); kept.keep(given); };"
    )


class KeptForms(HtmlView):
    """A view of HTML with such forms."""

    Model: ClassVar[type[HtmlModel]] = KeptFormsModel
