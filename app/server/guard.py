"""Refuses everybody who is not on this computer, until access control exists.

`fluxops serve` listens on loopback alone; a plain `panel serve app` listens on every address, so its handlers have to
ask.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from tornado.web import HTTPError, RequestHandler


def is_stranger(remote_ip: str) -> bool:
    """Whether a request comes from another computer; an address that cannot be read is a stranger's."""
    try:
        address = ipaddress.ip_address(remote_ip.split("%")[0])
    except ValueError:
        return remote_ip != ""  # a unix socket has no address, and no other computer
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_loopback


def is_own_name(host: str) -> bool:
    """Whether a Host header names this computer itself.

    A page of anybody's can point a name of its own at 127.0.0.1 (DNS rebinding) and read answers as its own; the
    browser then still sends that name.
    """
    return host == "localhost" or not is_stranger(host.strip("[]") or "nobody")


class LoopbackOnly(RequestHandler):
    """Mixin for handlers: strangers get 403."""

    async def prepare(self) -> None:
        """Refuse strangers before anything is done for them."""
        if is_stranger(self.request.remote_ip or "") or not is_own_name(self.request.host_name):
            raise HTTPError(403, reason="This server answers only its own computer until access control exists")
        waiting: Any = super().prepare()
        if waiting is not None:
            await waiting


def guarded(handler: type[RequestHandler]) -> type[RequestHandler]:
    """The same handler, behind the guard."""
    return handler if issubclass(handler, LoopbackOnly) else type(handler.__name__, (LoopbackOnly, handler), {})
