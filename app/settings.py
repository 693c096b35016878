"""Every knob, its unit and its default. The one place where the environment is read.

Settings are environment variables with the prefix `FLUXOPS_`; a `.env` file in the working directory is read too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from data_sources.errors import SettingsError

CARTO_DARK = "https://basemaps.cartocdn.com/dark_all/{Z}/{X}/{Y}@2x.png"


class Settings(BaseSettings):
    """All settings of one process; none is needed to start."""

    model_config = SettingsConfigDict(env_prefix="FLUXOPS_", env_file=".env", extra="ignore")

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
    tiles_url: str = Field(CARTO_DARK, description="map tiles (XYZ template) used when reachable; 'off' for none")
    tabs_dir: Path | None = Field(None, description="folder of your own tabs (.py with its .sql beside it)")
    cors_origins: tuple[str, ...] = Field(
        (), description="origins that may call the REST API from a browser (JSON list)"
    )

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
    def dsn(self) -> str | None:
        """The connection string in the clear; hand it on, never show it."""
        return self.postgres_dsn.get_secret_value() if self.postgres_dsn else None


def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a value is wrong; the sentence names the variable and what it takes.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "FLUXOPS_" + str(first["loc"][0]).upper() if first["loc"] else "FLUXOPS settings"
        raise SettingsError(f"{name} is not usable: {first['msg'].removeprefix('Value error, ')}.") from None
