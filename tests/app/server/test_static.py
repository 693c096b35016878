"""Static files leave the server compressed and marked for keeping, from their roots alone; strangers get nothing."""

from __future__ import annotations

import gzip
import importlib
import json

import brotli
import pytest
from tornado.testing import AsyncHTTPTestCase
from tornado.web import Application, RequestHandler

from app import theme
from app.server import guard, static

importlib.import_module("panel_material_ui")  # its files are served once it is imported


class Plain(RequestHandler):
    def get(self) -> None:
        self.write("hello")


class StaticTest(AsyncHTTPTestCase):
    def get_app(self) -> Application:
        return Application([
            (r"/assets/(.*)", static.StaticHandler, {"place": "assets"}),
            (r"/static/extensions/(.*)", static.StaticHandler, {"place": "extensions"}),
            (r"/static/(?!extensions/)(.*)", static.StaticHandler, {"place": "bokeh"}),
            (r"/guarded", guard.guarded(Plain)),
        ])  # fmt: skip

    def ask(self, path: str, **headers: str):
        return self.fetch(path, headers=headers, decompress_response=False)

    def test_a_script_is_compressed_once_and_kept(self) -> None:
        answer = self.ask("/static/js/bokeh.min.js?v=1", **{"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]
        plain = gzip.decompress(answer.body)
        assert len(answer.body) < len(plain) / 2
        assert plain == static.find("bokeh", "js/bokeh.min.js").read_bytes()

    def test_who_cannot_unpack_gets_it_plain(self) -> None:
        answer = self.ask("/static/js/bokeh.min.js", **{"Accept-Encoding": "identity"})
        assert "Content-Encoding" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, no-cache"

    def test_a_script_is_sent_as_brotli_once_it_is_compressed(self) -> None:
        path, headers = "/static/js/bokeh-api.min.js", {"Accept-Encoding": "gzip, deflate, br, zstd"}
        first = self.ask(path, **headers)
        assert first.headers["Content-Encoding"] in ("gzip", "br")  # nobody waits for it
        file = static.find("bokeh", "js/bokeh-api.min.js")
        static.load(str(file), file.stat().st_mtime_ns).pressing.result(60)
        again = self.ask(path, **headers)
        assert again.headers["Content-Encoding"] == "br"
        assert brotli.decompress(again.body) == file.read_bytes()
        assert len(again.body) < len(gzip.compress(file.read_bytes()))
        known = self.ask(path, **headers, **{"If-None-Match": first.headers["Etag"]})
        assert known.code == 304
        refused = self.ask(path, **{"Accept-Encoding": "gzip, br;q=0"})
        assert refused.headers["Content-Encoding"] == "gzip"

    def test_what_is_compressed_by_nature_is_sent_as_it_is(self) -> None:
        font = static.fonts()[0].removeprefix("static/")
        answer = self.ask(f"/static/{font}", **{"Accept-Encoding": "gzip, br"})
        assert "Content-Encoding" not in answer.headers
        assert answer.body[:4] == b"wOF2"

    def test_what_the_browser_has_is_not_sent_again(self) -> None:
        first = self.ask("/assets/css/tokens.css", **{"Accept-Encoding": "gzip"})
        known = {"Accept-Encoding": "gzip", "If-None-Match": first.headers["Etag"]}
        again = self.ask("/assets/css/tokens.css", **known)
        assert again.code == 304
        assert again.body == b""

    def test_types_are_named(self) -> None:
        assert self.ask("/assets/logo.svg").headers["Content-Type"] == "image/svg+xml"
        assert self.ask("/assets/js/keys.js").headers["Content-Type"] == "text/javascript; charset=utf-8"

    def test_nothing_outside_the_roots(self) -> None:
        for path in (
            "/assets/../pyproject.toml", "/assets/%2e%2e/pyproject.toml", "/assets/..%2f..%2fetc/passwd",
            "/static/extensions/none/x.js", "/static/extensions/panel/../../x", "/assets/", "/assets/css",
        ):  # fmt: skip
            assert self.ask(path).code == 404, path

    def test_only_one_declaration_of_the_font_is_served(self) -> None:
        answer = self.ask("/static/extensions/panel-material-ui/material-icons.css")
        assert b"Material Icons" in answer.body
        assert b"Roboto" not in answer.body

    def test_this_computer_may_pass_the_guard(self) -> None:
        assert self.ask("/guarded").body == b"hello"


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1", ""])
def test_this_computer_is_no_stranger(address: str) -> None:
    assert not guard.is_stranger(address)


@pytest.mark.parametrize("address", ["10.0.0.1", "192.168.1.7", "2001:db8::1", "::ffff:10.0.0.1", "unknown"])
def test_others_are_strangers(address: str) -> None:
    assert guard.is_stranger(address)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "::1"])
def test_own_names_are_answered(host: str) -> None:
    assert guard.is_own_name(host)


@pytest.mark.parametrize("host", ["rebound.example.org", "10.0.0.1", "localhost.example.org", ""])
def test_names_that_only_lead_here_are_not(host: str) -> None:
    assert not guard.is_own_name(host)


def test_a_guarded_handler_is_guarded_once() -> None:
    once = guard.guarded(Plain)
    assert guard.guarded(once) is once


def test_the_policy_allows_the_tiles_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static, "_image_hosts", set())
    static.allow_images_from("off")
    assert "http" not in static.content_security_policy()
    static.allow_images_from("https://tiles.example.org/dark/{Z}/{X}/{Y}.png")
    policy = static.content_security_policy()
    assert "img-src 'self' data: blob: https://tiles.example.org;" in policy
    assert "unsafe-eval" not in policy


def test_the_largest_files_of_a_page_are_there() -> None:
    """A file that upstream renamed would be compressed while the first visitor waits."""
    assert [path for place, path in static.LARGE if static.find(place, path) is None] == []


def test_the_page_asks_for_its_fonts_at_once() -> None:
    assert len(static.fonts()) == 2
    assert all(static.find("extensions", path.removeprefix("static/extensions/")) for path in static.fonts())


def test_a_component_s_module_is_only_an_address() -> None:
    text = theme.module("js/keys.js")
    assert json.dumps(theme.asset_url("js/keys.js")) in text
    assert len(text) < 200


@pytest.mark.parametrize("name", ["\0", "a\0.js", "x" * 5000, "/".join(["y" * 300] * 9), "../../pyproject.toml"])
def test_a_name_that_no_file_has_is_no_file(name: str) -> None:
    """`/assets/%00` and names of 5,000 letters were answered with a fault of the server's."""
    for place in ("assets", "bokeh", "extensions"):
        assert static.find(place, name) is None
