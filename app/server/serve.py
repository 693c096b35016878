"""Runs `panel serve app` with the flags this page needs, after checking that it can."""

from __future__ import annotations

import argparse
import errno
import ipaddress
import logging
import socket
from collections.abc import Callable
from pathlib import Path

from panel.command.serve import Serve
from panel.io.reload import watch
from tornado.ioloop import IOLoop

from data_sources.errors import FluxError, SettingsError

log = logging.getLogger(__name__)

APP = Path(__file__).parents[1]

KEEP_ALIVE_MS = 10_000
"""Pings often enough for proxies that end a connection after a minute of silence (Snowpark: 60 to 90 s)."""
LOOK_FOR_UNUSED_MS = 5_000
UNUSED_LIFETIME_MS = 30_000
"""A browser that lost its connection finds its session again within this time; then its memory is given back."""
TOKEN_SECONDS = 86_400
"""A page that was open for a day can still reconnect."""
MESSAGE_BYTES = 4 * 1024 * 1024
"""Nothing a browser has to say is longer."""


def check_address(*, port: int, address: str) -> None:
    """Make sure the page can be served there, before anything else is started.

    Raises:
        SettingsError: the address is not this computer's own (loopback).
        FluxError: the port is taken, or may not be used.
    """
    if not is_loopback(address):
        raise SettingsError(
            f"Flux listens on this computer only (127.0.0.1) until access control exists; {address} is refused."
        )
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise FluxError(_why_not(error, port)) from None


def is_loopback(address: str) -> bool:
    """Whether an address reaches no farther than this computer."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def serve(
    *, port: int, address: str, dev: bool = False, show: bool = False, tabs_dir: Path | None = None,
    on_ready: Callable[[], None] | None = None,
) -> None:  # fmt: skip
    """Serve the page until it is stopped (Ctrl-C, SIGTERM).

    Args:
        port: port to listen on.
        address: loopback address to listen on.
        dev: reload the page when a source file or a tab is saved.
        show: open a browser.
        tabs_dir: folder of a data scientist's tabs; watched under `dev`.
        on_ready: called once the port takes connections and answers them.

    Raises:
        SettingsError: the address is not loopback.
        FluxError: the port is taken.
    """
    check_address(port=port, address=address)
    for file in _watched(tabs_dir) if dev else ():
        watch(str(file))
    parser = argparse.ArgumentParser(prog="fluxops serve")
    command = Serve(parser=parser)
    if on_ready is not None:
        IOLoop.current().add_callback(on_ready)  # of the loop that Bokeh starts when it listens
    command.invoke(parser.parse_args(arguments(port=port, address=address, dev=dev, show=show)))


def arguments(*, port: int, address: str, dev: bool, show: bool) -> list[str]:
    """The command line after `panel serve`."""
    flags = [
        str(APP), "--plugins", "app.api", "--warm",
        "--address", address, "--port", str(port),
        "--keep-alive", str(KEEP_ALIVE_MS), "--check-unused-sessions", str(LOOK_FOR_UNUSED_MS),
        "--unused-session-lifetime", str(UNUSED_LIFETIME_MS), "--session-token-expiration", str(TOKEN_SECONDS),
        "--websocket-max-message-size", str(MESSAGE_BYTES), "--log-level", "warning",
    ]  # fmt: skip
    for host in dict.fromkeys(("localhost", "127.0.0.1", f"[{address}]" if ":" in address else address)):
        flags += ["--allow-websocket-origin", f"{host}:{port}"]
    if show:
        flags.append("--show")
    if dev:
        flags.append("--dev")
    return flags


def _watched(tabs_dir: Path | None) -> list[Path]:
    """Files besides the imported modules whose saving reloads the page."""
    assets = APP.parent / "assets"
    files = [*assets.glob("css/*.css"), *assets.glob("js/*.js")]
    if tabs_dir is not None and tabs_dir.is_dir():
        files += [*tabs_dir.glob("*.py"), *tabs_dir.glob("*.sql")]
    return files


def _why_not(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use; choose another with --port or FLUXOPS_PORT."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} may not be used by this user; choose one above 1023 with --port or FLUXOPS_PORT."
    return f"Port {port} cannot be listened on: {error.strerror}."
