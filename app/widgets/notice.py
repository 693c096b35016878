"""Notice: one line over the map about what is not as it should be; nothing when all is well."""

from __future__ import annotations

from app.widgets.html import el
from app.widgets.html_view import HtmlView


class Notice(HtmlView):
    """A line that comes and goes."""

    def say(self, text: str, tone: str = "") -> None:
        """Show the line, or nothing for an empty text.

        Args:
            text: one sentence.
            tone: "" (attention) or "bad".
        """
        self.write(el("p", text, cls=f"notice is-{tone}", role="status") if text else "")
