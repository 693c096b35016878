"""The one place where objects are put together: one Runtime a process, started once, stopped once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from app import databases, demo
from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.free_sql.tool import FreeSql, free_sql_login
from app.assistant.planner import Planner
from app.assistant.tools import Catalogue, Tool
from app.compiler import Compiler
from app.jobs import close_jobs
from app.maps import Maps
from app.principal import local_principal
from app.settings import Settings, load_settings
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN, in_folder, installed, with_slugs_of_their_own
from app.threads import THREADS, side_by_side
from data_sources.cache import CachedSource
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.connect import Live
from data_sources.errors import FluxError
from data_sources.postgres.feed import Feed
from data_sources.postgres.migrations import pending
from data_sources.postgres.source import PostgresSource
from data_sources.postgres.written import WrittenLimits
from data_sources.publishing.publisher import PublicRules, Publisher
from data_sources.query import Query
from data_sources.services.child import SERVICES_WORKER, ServiceProcess
from data_sources.services.prompt_worker import PROMPT_WORKER, prompt_service_names
from data_sources.services.service import ServiceState
from data_sources.services.worker import WorkerSettings, service_names
from data_sources.source import Source, Sources
from data_sources.warehouse.snowflake import SnowflakeSettings, SnowflakeSource
from data_sources.warehouse.snowflake_rest import SnowflakeRest

log = logging.getLogger(__name__)

Progress = Callable[[str, float], None]

ENDING_SECONDS = 2.5
"""What takes longer to end is left behind: whoever stops a server kills it after a few seconds more."""


@dataclass
class Runtime:
    """What a process runs on.

    Attributes:
        settings: every knob.
        live: the live database.
        feed: numbers the changes of the live database.
        sources: what views ask; answers are shared between sessions.
        maps: draws the utilities; pictures are shared between sessions.
        publisher: makes what the public may see; None where nothing is published.
        closing: set when the process stops; background work looks at it.
        workers: threads of background work that belong to this process.
        start_errors: what failed while starting, in words; the health endpoint answers 503 while there is one.
        processes: run services beside this one.
        compiler: compiles what the studies run, once an installation.
        free_history: Snowflake, for statements that a model wrote; None where there is none or they are off.
    """

    settings: Settings
    live: Live
    feed: Feed
    sources: Sources
    maps: Maps
    publisher: Publisher | None = None
    closing: threading.Event = field(default_factory=threading.Event)
    workers: list[threading.Thread] = field(default_factory=list)
    start_errors: list[str] = field(default_factory=list)
    processes: list[ServiceProcess] = field(default_factory=list)
    compiler: Compiler | None = None
    free_history: SnowflakeSource | None = None

    @property
    def source(self) -> PostgresSource:
        """The live source itself, for writers."""
        return self.live.source

    @property
    def commands(self) -> Commands:
        """The one way to change anything."""
        return Commands(self.source)

    @property
    def principal(self) -> Principal:
        """Who uses this server."""
        return local_principal(self.settings.user, self.settings.role)

    @cached_property
    def assistant(self) -> Assistant:
        """Answers questions by the tools of all tabs; made on first use, which a thread does right after the start."""
        found = with_slugs_of_their_own((*BUILT_IN, *installed(), *in_folder(self.settings.tabs_dir)))
        catalogue = catalogue_of(found)
        return Assistant(catalogue, _planner(self.settings, catalogue, self._model_tools()), self.sources)

    def _model_tools(self) -> list[Tool[Any]]:
        """What only models are given."""
        settings = self.settings
        if not settings.assistant_free_sql:
            return []
        limits = WrittenLimits(
            settings.assistant_free_sql_seconds, settings.assistant_free_sql_cost, settings.assistant_free_sql_role
        )
        return [FreeSql(self.source, self.free_history, limits).tool]

    @property
    def services(self) -> list[ServiceState]:
        """How each service goes, as this process sees it."""
        return [state for process in self.processes for state in process.states]

    def close(self) -> None:
        """End all that was opened, in a few seconds whatever is under way, the database last; safe to call again."""
        self.closing.set()
        history = self.sources.history
        side_by_side(
            [
                *(process.stop for process in self.processes),
                *([self.compiler.stop] if self.compiler is not None else []),
                *(partial(worker.join, ENDING_SECONDS) for worker in self.workers),
                *([history.close] if isinstance(history, CachedSource) else []),
                *([self.free_history.close] if self.free_history is not None else []),
                close_jobs,
                THREADS.close,
                self.feed.stop,
            ],
            ENDING_SECONDS,
        )
        self.live.close()


_lock = threading.Lock()
_runtime: Runtime | None = None


def runtime() -> Runtime:
    """The runtime of this process, started if need be.

    Raises:
        FluxError: it cannot be started; the sentence says why.
    """
    return start()


def start(progress: Progress | None = None) -> Runtime:
    """Bring everything up: database, schema, first demo, feed, map, simulator. Safe to call again."""
    global _runtime
    with _lock:
        if _runtime is None:
            _runtime = _start(load_settings(), progress or _log_progress)
        return _runtime


def stop() -> None:
    """Bring everything down again."""
    global _runtime
    with _lock:
        if _runtime is not None:
            _runtime.close()
            _runtime = None


def _start(settings: Settings, progress: Progress) -> Runtime:
    """Whatever ends the start, a signal too, ends what it has brought up so far."""
    _planner(settings, Catalogue(()))  # what cannot be used is said at once, not to whoever asks first
    progress("starting the database", 0.0)
    with ExitStack() as opened:
        live = databases.connect(settings)
        opened.callback(live.close)
        runtime = _put_together(settings, live)
        opened.callback(runtime.close)
        _bring_up(runtime, progress)
        opened.pop_all()
    return runtime


def _put_together(settings: Settings, live: Live) -> Runtime:
    feed = Feed(live.source, poll_seconds=settings.feed_poll_s)
    sources = Sources(live=CachedSource(live.source, feed), history=_history(settings, feed))
    maps = Maps(live.source, feed, settings.tiles_url)
    publisher = _publisher(settings, sources.live)
    return Runtime(settings, live, feed, sources, maps, publisher, free_history=_free_history(settings))


def _bring_up(runtime: Runtime, progress: Progress) -> None:
    settings, live = runtime.settings, runtime.live
    _require_schema(live)
    databases.tell_apart(live.source, runtime.sources.history)
    if settings.is_embedded:
        demo.make_first_demo(live.source, settings, progress)
    runtime.feed.start()
    _warm(runtime, progress)
    _start_services(runtime)
    if settings.is_embedded and settings.simulate:
        runtime.workers.append(demo.start_simulator(live.source, settings, runtime.closing))
    runtime.compiler = Compiler(live.source, settings.home)
    runtime.compiler.start()
    runtime.workers.append(_warm_assistant(runtime))
    progress("ready", 1.0)


def _free_history(settings: Settings) -> SnowflakeSource | None:
    """Where statements of a model run at Snowflake: in a session of their own, with their own role and seconds."""
    if settings.snowflake is None or not settings.assistant_free_sql:
        return None
    return SnowflakeSource(
        free_sql_login(
            settings.snowflake, settings.assistant_free_sql_snowflake_role, settings.assistant_free_sql_seconds
        )
    )


def _history(settings: Settings, feed: Feed) -> CachedSource:
    """Answers shared between sessions; those of a warehouse that others write too are kept for a while only."""
    max_age_s = settings.snowflake_max_age_s if settings.snowflake else None
    return CachedSource(
        databases.connect_warehouse(settings), feed, max_bytes=settings.history_cache_mb << 20, max_age_s=max_age_s
    )


def _publisher(settings: Settings, source: Source) -> Publisher | None:
    if not settings.public_outages:
        return None
    rules = PublicRules.of(
        settings.public_smallest, settings.public_refresh_s, settings.public_telephone, settings.public_counties
    )
    return Publisher(source, rules)


def _warm(runtime: Runtime, progress: Progress) -> None:
    """Read and draw every utility once, so that the first visitor waits for no compiler and no bulk query.

    What fails is kept for the health endpoint; the page tries again by itself.
    """
    try:
        for row in runtime.sources.live.fetch(Query.of("utilities")).to_pylist():  # kept for every session
            progress(f"drawing {row['utility_name']}", 0.97)
            runtime.maps.warm(row["utility_id"])
    except FluxError as error:
        log.error("The map could not be warmed: %s", error)
        runtime.start_errors.append(str(error))


def _planner(settings: Settings, catalogue: Catalogue, more: Sequence[Tool[Any]] = ()) -> Planner:
    """What the settings name. Protocols of models are read only where one is asked: no other start waits for them."""
    if settings.assistant_planner == "openai":
        from app.assistant.models.openai_planner import OpenAIPlanner, OpenAISettings

        key = settings.assistant_openai_key
        return OpenAIPlanner(
            catalogue,
            OpenAISettings(
                url=settings.assistant_openai_url, model=settings.assistant_openai_model,
                key=key.get_secret_value() if key else "", steps=settings.assistant_openai_steps,
                seconds=settings.assistant_openai_seconds, rows=settings.assistant_openai_rows,
                tokens=settings.assistant_openai_tokens, answer_tokens=settings.assistant_openai_answer_tokens,
            ),
            more,
        )  # fmt: skip
    if settings.assistant_planner == "cortex":
        from app.assistant.models.cortex.planner import CortexPlanner, CortexSettings

        rest = SnowflakeRest(settings.snowflake or SnowflakeSettings(account=settings.snowflake_account))
        return CortexPlanner(
            CortexSettings(settings.assistant_cortex_agent, rest, settings.assistant_cortex_seconds)
        )  # fmt: skip
    return BuiltInPlanner(catalogue)


def _warm_assistant(runtime: Runtime) -> threading.Thread:
    """Load the tabs' tools beside everything else: no first question waits for them, and no start either."""
    thread = threading.Thread(target=lambda: runtime.assistant, name="flux-assistant", daemon=True)
    thread.start()
    return thread


def _require_schema(live: Live) -> None:
    if files := pending(live.source):
        raise FluxError(
            f"The database lacks {len(files)} schema migrations ({files[0].stem} …): `fluxops migrate` applies them."
        )


def _start_services(runtime: Runtime) -> None:
    """In processes of their own, so that no page waits: what every utility needs, and a demo's readings."""
    settings = runtime.settings
    if not settings.services:
        return
    needed = WorkerSettings(
        dsn=settings.dsn, home=str(settings.home), has_pooler=settings.postgres_has_pooler,
        is_embedded_history=settings.snowflake is None, upkeep_s=settings.upkeep_s, export_s=settings.export_s,
        keep_events_days=settings.keep_events_days, keep_samples_days=settings.keep_samples_days,
        keep_messages_days=settings.keep_messages_days, keep_audit_days=settings.keep_audit_days,
        keep_callers_days=settings.keep_callers_days, keep_conversations_days=settings.keep_conversations_days,
        keep_outage_years=settings.keep_outage_years,
        predict=settings.predict, confirm_probability=settings.predict_confirm_probability, alarms=settings.alarms,
        feed_poll_s=settings.feed_poll_s,
        documents_dir=None if settings.documents_dir is None else str(settings.documents_dir.expanduser()),
    )  # fmt: skip
    runtime.processes = [ServiceProcess(SERVICES_WORKER, needed, service_names(needed))]
    if prompt := prompt_service_names(needed):
        runtime.processes.append(ServiceProcess(PROMPT_WORKER, needed, prompt))
    if settings.is_embedded and settings.demo_history and settings.snowflake is None:
        runtime.processes.append(ServiceProcess(demo.READINGS_WORKER, needed, demo.READINGS_SERVICES))
    for process in runtime.processes:
        process.start()


def _log_progress(what: str, share: float) -> None:
    log.info("%3.0f %% %s", share * 100, what)
