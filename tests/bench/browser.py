"""Chromium for the benches: software rendering, the same for every peer, and a count of the bytes a page receives.

There is no graphics card where the benches run. Mesa's llvmpipe is the faster software renderer for WebGL (measured 4
to 8 times SwiftShader), so it is taken when it is there; `Chromium.renderer` says which one drew. To have it the browser
is told to ignore that there is no card, and would then draw 2D canvases and the page with it too, where its own software
painter is 3 to 6 times as fast (measured on the product's map; deck.gl's times stay the same): so those are kept off it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.chromium import ARGUMENTS, find_chromium

PAINT_ON_CPU = ["--disable-accelerated-2d-canvas", "--disable-gpu-rasterization", "--disable-gpu-compositing"]
LLVMPIPE = ["--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist", *PAINT_ON_CPU]
SWIFTSHADER = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]

_RENDERER = """() => {
    const gl = document.createElement("canvas").getContext("webgl2");
    const names = gl && gl.getExtension("WEBGL_debug_renderer_info");
    return names ? gl.getParameter(names.UNMASKED_RENDERER_WEBGL) : "";
}"""


@dataclass(frozen=True)
class Chromium:
    """A running browser.

    Attributes:
        browser: Playwright's handle.
        renderer: what WebGL says draws.
    """

    browser: Browser
    renderer: str


@asynccontextmanager
async def chromium() -> AsyncIterator[Chromium]:
    """A headless Chromium with the fastest software WebGL this machine has."""
    async with async_playwright() as playwright:
        running = await _launch(playwright, LLVMPIPE)
        if "llvmpipe" not in running.renderer:
            await running.browser.close()
            running = await _launch(playwright, SWIFTSHADER)
        try:
            yield running
        finally:
            await running.browser.close()


async def _launch(playwright: Any, flags: list[str]) -> Chromium:
    browser = await playwright.chromium.launch(executable_path=find_chromium(), args=[*ARGUMENTS, *flags])
    page = await browser.new_page()
    renderer = await page.evaluate(_RENDERER)
    await page.close()
    return Chromium(browser, renderer)


class Received:
    """Bytes a page has received: HTTP as it came over the wire (headers and compressed bodies), and websocket payloads.

    HTTP is counted by the browser (DevTools `Network`). Websocket payloads are counted inside the page, where they
    arrive: DevTools would send every payload on to the bench, which costs the peers with large ones.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.http_bytes = 0

    @classmethod
    async def by(cls, page: Page) -> Received:
        """Count from now on; call it before the page is opened."""
        received = cls(page)
        await page.add_init_script(path=Path(__file__).parent / "sockets.js")
        tools = await page.context.new_cdp_session(page)
        await tools.send("Network.enable")
        tools.on("Network.loadingFinished", received._finished)
        return received

    def _finished(self, event: dict[str, Any]) -> None:
        self.http_bytes += int(event["encodedDataLength"])

    async def kilobytes(self) -> float:
        """Everything so far, in units of 1,000 bytes."""
        socket_bytes: int = await self.page.evaluate("() => window.benchSockets.bytes")
        return (self.http_bytes + socket_bytes) / 1000


async def fresh_page(browser: Browser, width: int, height: int) -> tuple[BrowserContext, Page]:
    """A page with an empty cache. Close the context to be rid of both."""
    context = await browser.new_context(viewport={"width": width, "height": height})
    return context, await context.new_page()
