"""The page of one session, as `panel serve app` serves it."""

from app.page.opening import open_page
from app.wiring import runtime

open_page(runtime)
