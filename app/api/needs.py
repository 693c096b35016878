"""What the API needs of its process: a small part of `app.wiring.Runtime`, so that a test can bring its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.assistant.assistant import Assistant
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.postgres.feed import Feed
from data_sources.postgres.source import PostgresSource
from data_sources.publishing.publisher import Publisher
from data_sources.services.service import ServiceState
from data_sources.source import Sources


class ApiSettings(Protocol):
    """The settings the API reads."""

    @property
    def cors_origins(self) -> tuple[str, ...]:
        """Origins whose pages may call it from a browser."""
        ...


class ApiRuntime(Protocol):
    """The objects the API asks."""

    @property
    def settings(self) -> ApiSettings:
        """Every knob."""
        ...

    @property
    def source(self) -> PostgresSource:
        """The live source itself, for what is asked once."""
        ...

    @property
    def commands(self) -> Commands:
        """The one way to change anything."""
        ...

    @property
    def principal(self) -> Principal:
        """Who asks."""
        ...

    @property
    def sources(self) -> Sources:
        """The sources whose answers are shared."""
        ...

    @property
    def publisher(self) -> Publisher | None:
        """Makes what the public may see; None where nothing is published."""
        ...

    @property
    def feed(self) -> Feed:
        """Numbers the changes of the live source."""
        ...

    @property
    def services(self) -> Sequence[ServiceState]:
        """How the work that needs no viewer goes."""
        ...

    @property
    def start_errors(self) -> Sequence[str]:
        """What failed while the server started."""
        ...

    @property
    def assistant(self) -> Assistant:
        """Answers questions in words."""
        ...
