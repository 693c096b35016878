"""The API's routes on a real HTTP server in a thread of its own, over a real database."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypedDict, Unpack

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from app.api.routes import build_routes
from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.settings import Settings
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from app.threads import Threads
from data_sources.cache import CachedSource
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.postgres.feed import Feed
from data_sources.postgres.source import PostgresSource
from data_sources.publishing.publisher import Publisher
from data_sources.services.service import ServiceState
from data_sources.source import Source, Sources


class RouteOptions(TypedDict, total=False):
    """What `build_routes` takes besides a runtime."""

    heartbeat_s: float
    threads: Threads


@dataclass
class Runtime:
    """The part of a process that the API needs."""

    settings: Settings
    source: PostgresSource
    feed: Feed
    sources: Sources
    services: list[ServiceState] = field(default_factory=list)
    start_errors: list[str] = field(default_factory=list)
    principal: Principal = field(default_factory=lambda: Principal("tester", "operator"))
    publisher: Publisher | None = None

    @property
    def commands(self) -> Commands:
        return Commands(self.source)

    @cached_property
    def assistant(self) -> Assistant:
        catalogue = catalogue_of(BUILT_IN)
        return Assistant(catalogue, BuiltInPlanner(catalogue), self.sources)


@contextmanager
def running(
    source: PostgresSource,
    prefix: str = "",
    cors_origins: tuple[str, ...] = (),
    history: Source | None = None,
    **options: Unpack[RouteOptions],
) -> Iterator[tuple[str, Runtime]]:
    """Serve the API over one database; gives the address and the runtime."""
    feed = Feed(source)
    feed.start()
    settings = Settings(cors_origins=cors_origins)  # type: ignore[call-arg]  # the rest has defaults
    cached = CachedSource(history, feed) if history is not None else None
    runtime = Runtime(settings, source, feed, Sources(live=CachedSource(source, feed), history=cached))
    with serving(runtime, prefix, **options) as address:
        yield address, runtime
    feed.stop()


@contextmanager
def serving(runtime: Runtime, prefix: str = "", **options: Unpack[RouteOptions]) -> Iterator[str]:
    """An HTTP server over a runtime, on a free port of the loopback."""
    ready, stop = threading.Event(), asyncio.Event()
    place: dict[str, object] = {}

    async def serve() -> None:
        routes = [(prefix + pattern, *rest) for pattern, *rest in build_routes(lambda: runtime, **options)]
        server = HTTPServer(Application(routes))
        sockets = bind_sockets(0, "127.0.0.1")
        server.add_sockets(sockets)
        place.update(port=sockets[0].getsockname()[1], loop=asyncio.get_running_loop())
        ready.set()
        await stop.wait()
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    yield f"http://127.0.0.1:{place['port']}{prefix}"
    place["loop"].call_soon_threadsafe(stop.set)  # type: ignore[attr-defined]
    thread.join(10)
