"""Every knob, its unit and its default. The one place where the environment is read.

Settings are environment variables with the prefix `FLUXOPS_`; a `.env` file in the working directory is read too.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from data_sources.commands.principal import Role
from data_sources.errors import SettingsError
from data_sources.numerals import number, whole_number
from data_sources.warehouse.snowflake_login import SnowflakeSettings

PACKAGE = Path(__file__).parent
CARTO_DARK = "https://basemaps.cartocdn.com/dark_all/{Z}/{X}/{Y}@2x.png"


def _also(name: str) -> AliasChoices:
    """Under our own prefix, or by the name that Snowflake itself gives it."""
    return AliasChoices(f"FLUXOPS_{name}", name)


class Settings(BaseSettings):
    """All settings of one process; none is needed to start."""

    model_config = SettingsConfigDict(env_prefix="FLUXOPS_", env_file=".env", extra="ignore", populate_by_name=True)

    home: Path = Field(default_factory=lambda: user_data_path("fluxops"), description="folder of all data Flux writes")
    postgres_dsn: SecretStr | None = Field(None, description="PostgreSQL 15+ to use instead of the embedded one")
    postgres_has_pooler: bool = Field(False, description="a transaction pooler (pgbouncer) is in front of PostgreSQL")
    statement_timeout_s: float = Field(30.0, gt=0, description="seconds after which PostgreSQL cancels a statement")
    feed_poll_s: float = Field(10.0, gt=0, description="seconds between looks where a pooler forbids LISTEN")
    demo_scale: Literal["full", "small"] = Field("full", description="size of the demo utility made on first start")
    demo_seed: int = Field(7, description="seed of the demo utility")
    simulate: bool = Field(True, description="run the simulator with the embedded demo")
    simulate_step_s: float = Field(4.0, gt=0, description="seconds between two steps of the simulator")
    address: str = Field("127.0.0.1", description="address to listen on; loopback only")
    port: int = Field(5006, ge=1, le=65535, description="port to listen on")
    user: str | None = Field(None, min_length=1, max_length=100, description="name of who uses it, for the audit")
    role: Role = Field("operator", description="what they may do: viewer, operator, supervisor or admin")
    tiles_url: str = Field(CARTO_DARK, description="map tiles (XYZ template) used when reachable; 'off' for none")
    tabs_dir: Path | None = Field(None, description="folder of your own tabs (.py with its .sql beside it)")
    documents_dir: Path | None = Field(None, description="folder of documents that the assistant looks things up in")
    history_threads: int = Field(2, ge=1, description="processor cores one question to the embedded history may take")
    history_memory_mb: int = Field(4096, ge=256, description="memory of the embedded history's questions together, MB")
    history_cache_mb: int = Field(512, ge=1, description="memory of the history's answers kept for others, MB")
    services: bool = Field(True, description="run what every utility needs without a viewer (see README)")
    upkeep_s: float = Field(30.0, gt=0, description="seconds between two looks after the embedded history")
    export_s: float = Field(300.0, gt=0, description="seconds between two exports to the embedded history")
    keep_events_days: int = Field(90, ge=1, le=36_500, description="days that events and closed alarms stay there")
    keep_samples_days: int = Field(400, ge=3, le=36_500, description="days that samples of the key figures stay there")
    keep_messages_days: int = Field(7, ge=2, le=36_500, description="days that messages of meters stay there")
    keep_audit_days: int = Field(2557, ge=30, le=36_500, description="days that audit rows stay there (seven years)")
    keep_callers_days: int = Field(365, ge=1, le=36_500, description="days that callers of closed calls are remembered")
    keep_conversations_days: int = Field(
        365, ge=1, le=36_500, description="days after its last question that a conversation with the assistant stays"
    )
    keep_outage_years: int | None = Field(
        None, ge=2, le=100, description="years of closed outages that stay there, this one too; none: all stay"
    )
    predict: bool = Field(True, description="presume outages from trouble calls and messages of meters")
    predict_confirm_probability: float = Field(
        0.95, gt=0, le=1, description="probability from which pinged outages are confirmed by rule; 1: never"
    )
    alarms: bool = Field(True, description="raise alarms by the rules of each utility")
    demo_history: bool = Field(True, description="make and follow the embedded demo's readings in the background")
    kafka_options: dict[str, str] = Field(
        {}, description="more settings of the Kafka client, by librdkafka's names (JSON object)"
    )
    stream_batch_seconds: float = Field(2.0, gt=0, description="seconds after which a batch of a stream is landed")
    stream_batch_rows: int = Field(600_000, ge=1, description="rows at which a batch of a stream is landed")
    snowpipe_profile: Path | None = Field(None, description="profile file of Snowpipe Streaming, for `fluxops stream`")
    snowflake_connection_name: str | None = Field(
        None,
        validation_alias=_also("SNOWFLAKE_CONNECTION_NAME"),
        description="entry of connections.toml; the history is then Snowflake (`SNOWFLAKE_CONNECTION_NAME` works too)",
    )
    snowflake_account: str | None = Field(
        None, validation_alias=_also("SNOWFLAKE_ACCOUNT"), description="account; needed without a connection name"
    )
    snowflake_user: str | None = Field(None, description="login name; not needed with an OAuth token")
    snowflake_role: str | None = Field(None, description="role of the session")
    snowflake_host: str | None = Field(
        None, validation_alias=_also("SNOWFLAKE_HOST"), description="host where it does not follow from the account"
    )
    snowflake_database: str | None = Field(None, description="database of the history")
    snowflake_schema: str | None = Field(None, description="schema of the history")
    snowflake_warehouse: str | None = Field(None, description="warehouse that computes")
    snowflake_private_key_file: Path | None = Field(None, description="PEM file of a key pair")
    snowflake_private_key_passphrase: SecretStr | None = Field(None, description="of that file, if encrypted")
    snowflake_token: SecretStr | None = Field(None, description="programmatic access token (PAT)")
    snowflake_token_file: Path | None = Field(
        None, description="OAuth token file, read at each login; /snowflake/session/token inside SPCS"
    )
    snowflake_statement_timeout_s: float = Field(60.0, gt=0, description="seconds until Snowflake cancels a statement")
    snowflake_network_timeout_s: float = Field(90.0, gt=0, description="seconds until the connector gives up a request")
    snowflake_target_lag: str = Field("1 minute", description="TARGET_LAG of the dynamic tables")
    snowflake_max_age_s: float = Field(300.0, gt=0, description="seconds an answer of Snowflake is kept")
    assistant_planner: Literal["built_in", "openai", "cortex"] = Field(
        "built_in", description="what answers the assistant's questions"
    )
    assistant_openai_url: str = Field("", description="base of an OpenAI-compatible endpoint, without a key in it")
    assistant_openai_model: str = Field("", description="name of the model there")
    assistant_openai_key: SecretStr | None = Field(None, description="its key; none for a server that asks for none")
    assistant_openai_steps: int = Field(6, ge=1, le=30, description="rounds of tools that one answer may take")
    assistant_openai_seconds: float = Field(120.0, gt=0, le=3600, description="seconds that one answer may take")
    assistant_openai_rows: int = Field(50, ge=1, le=1000, description="rows of a tool's result that the model is told")
    assistant_openai_tokens: int = Field(2000, ge=100, description="tokens that the model may write at once")
    assistant_openai_answer_tokens: int = Field(
        100_000, ge=1000, description="tokens that all rounds of an answer may take together"
    )
    assistant_cortex_agent: str = Field(
        "", description="DATABASE.SCHEMA.AGENT of Snowflake; {utility_id} in it stands for the utility's id"
    )
    assistant_cortex_seconds: float = Field(930.0, gt=0, le=3600, description="seconds that one answer of it may take")
    assistant_free_sql: bool = Field(False, description="a model may write SELECT statements of its own, guarded")
    assistant_free_sql_role: str = Field(
        "none", description="PostgreSQL role that those run as; none: the connection's"
    )
    assistant_free_sql_snowflake_role: str = Field(
        "none", description="Snowflake role that those run as, and no other of the user's; none: the history's"
    )
    assistant_free_sql_seconds: float = Field(5.0, gt=0, le=60, description="seconds that one of those may take")
    assistant_free_sql_cost: float = Field(
        500_000.0, gt=0, description="PostgreSQL's estimate that one may cost at most"
    )
    cors_origins: tuple[str, ...] = Field(
        (), description="origins that may call the REST API from a browser (JSON list)"
    )
    public_outages: bool = Field(False, description="publish outages by area to everybody who can reach the server")
    public_smallest: int = Field(
        10, ge=5, le=10_000, description="smallest number of customers published; counts are multiples of it"
    )
    public_refresh_s: float = Field(60.0, ge=1, le=3600, description="seconds that what is published stands at least")
    public_counties: Path | None = Field(None, description="GeoJSON of counties (`name`) to name published areas by")
    public_telephone: str | None = Field(
        None, min_length=1, max_length=200, description="how to report an outage by telephone, as published"
    )

    @field_validator("*", mode="before")
    @classmethod
    def _numbers_are_spelt_plainly(cls, value: Any, info: ValidationInfo) -> Any:
        """As in files: Python alone takes 1_5, infinity, and digits of other scripts."""
        kind = cls.model_fields[info.field_name or ""].annotation
        if not isinstance(value, str) or kind not in (int, float):
            return value
        return whole_number(value) if kind is int else number(value)

    @field_validator("tiles_url")
    @classmethod
    def _tiles_are_a_template(cls, value: str) -> str:
        if value != "off" and not all(mark in value for mark in ("{X}", "{Y}", "{Z}")):
            raise ValueError("give a URL with {X}, {Y} and {Z} in it, or 'off'")
        return value

    @property
    def is_embedded(self) -> bool:
        """Whether Flux runs its own PostgreSQL."""
        return self.postgres_dsn is None

    @property
    def snowflake(self) -> SnowflakeSettings | None:
        """How to reach Snowflake; None where the history is embedded."""
        proofs = (self.snowflake_connection_name, self.snowflake_token, self.snowflake_token_file)
        if not any((*proofs, self.snowflake_private_key_file)):
            return None  # an account alone proves nothing; it may stand in the shell for other tools
        # Without this the connector asks the addresses of three clouds where it runs, at each login.
        os.environ.setdefault("SNOWFLAKE_DISABLE_PLATFORM_DETECTION", "true")
        return SnowflakeSettings(
            connection_name=self.snowflake_connection_name, account=self.snowflake_account, user=self.snowflake_user,
            role=self.snowflake_role, host=self.snowflake_host, database=self.snowflake_database,
            schema=self.snowflake_schema, warehouse=self.snowflake_warehouse,
            private_key_file=self.snowflake_private_key_file,
            private_key_passphrase=_clear(self.snowflake_private_key_passphrase), token=_clear(self.snowflake_token),
            token_file=self.snowflake_token_file, statement_timeout_s=self.snowflake_statement_timeout_s,
            network_timeout_s=self.snowflake_network_timeout_s,
        )  # fmt: skip

    @property
    def dsn(self) -> str | None:
        """The connection string in the clear; hand it on, never show it."""
        return _clear(self.postgres_dsn)


def _clear(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None


def keep_compiled(package: Path, home: Path) -> None:
    """Have numba keep what it compiles in the home folder where it may not write beside the sources.

    By itself it would take a cache folder of the user's, and refuse to work where there is none (in a container).
    It looks when it is first imported; the processes that are started from here find it in their environment.
    """
    if not os.access(package, os.W_OK):
        os.environ.setdefault("NUMBA_CACHE_DIR", str(home / "compiled"))


def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a value is wrong; the sentence names the variable and what it takes.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "FLUXOPS_" + str(first["loc"][0]).upper() if first["loc"] else "FLUXOPS settings"
        raise SettingsError(f"{name} is not usable: {first['msg'].removeprefix('Value error, ')}.") from None
    keep_compiled(PACKAGE, settings.home)
    return settings
