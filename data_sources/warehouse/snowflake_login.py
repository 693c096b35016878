"""How Flux reaches Snowflake: explicit arguments, never the environment, and what a login makes of them.

Four ways to prove who asks, the first that is given wins:

1. `token_file`: the OAuth token that Snowpark Container Services keeps in a file; read anew at each login, since it is
   renewed every few minutes.
2. `token`: a programmatic access token (PAT).
3. `private_key_file`: a key pair.
4. `connection_name`: an entry of connections.toml, which may hold any of these or a password.

Arguments given beside a `connection_name` win over those of its entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_sources.errors import SettingsError

SHORTEST_SECRET = 4  # a shorter text would blank out half of every message


@dataclass(frozen=True, slots=True)
class SnowflakeSettings:
    """Everything a connection to Snowflake needs. Secrets are never part of its text.

    Attributes:
        connection_name: entry of connections.toml.
        connections_file: the file it stands in; the connector's own places where None.
        account: account identifier, e.g. "myorg-account1".
        user: login name; not needed with an OAuth token.
        role: role of the session; the user's default where None.
        is_role_alone: of the user's roles that one alone counts, none that the account adds to it (secondary roles).
        host: host name where it does not follow from the account (Snowpark Container Services, private link).
        port: port of the host where it is not 443.
        protocol: "https"; "http" only for a server on this machine.
        database: database of the history.
        schema: schema of the history.
        warehouse: the warehouse that computes.
        private_key_file: PEM file of a key pair.
        private_key_passphrase: of that file, where it is encrypted.
        token: programmatic access token.
        token_file: file of an OAuth token.
        query_tag: marks every statement in the account's query history.
        statement_timeout_s: Snowflake cancels a longer statement.
        network_timeout_s: the connector gives up on a longer request.
        login_timeout_s: the connector gives up on a longer login.
        attempts: how often one request is sent at most when the network fails.
        statements: how many run at the same time at most.
    """

    connection_name: str | None = None
    connections_file: Path | None = None
    account: str | None = None
    user: str | None = None
    role: str | None = None
    is_role_alone: bool = False
    host: str | None = None
    port: int | None = None
    protocol: str = "https"
    database: str | None = None
    schema: str | None = None
    warehouse: str | None = None
    private_key_file: Path | None = None
    private_key_passphrase: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    token_file: Path | None = None
    query_tag: str = "flux-ops-center"
    statement_timeout_s: float = 60.0
    network_timeout_s: float = 90.0
    login_timeout_s: float = 30.0
    attempts: int = 3
    statements: int = 8

    @property
    def label(self) -> str:
        """What a person calls it: the account or the connection's name, never more."""
        return f"Snowflake ({self.connection_name or self.account or 'default connection'})"

    def login_arguments(self) -> dict[str, Any]:
        """Keyword arguments of one login; a token file is read anew at each call.

        Raises:
            SettingsError: the token or key file cannot be read, or an account without any proof is given.
        """
        place = {
            "connection_name": self.connection_name,
            "connections_file_path": str(self.connections_file) if self.connections_file else None,
            "account": self.account, "user": self.user, "role": self.role, "host": self.host, "port": self.port,
            "database": self.database, "schema": self.schema, "warehouse": self.warehouse,
            "protocol": self.protocol if self.protocol != "https" else None,
        }  # fmt: skip
        return {
            name: value for name, value in {**place, **self._proof(), **self._limits()}.items() if value is not None
        }

    def hide_secrets(self, text: str) -> str:
        """The text with every secret of these settings blanked out."""
        for secret in (self.token, self.private_key_passphrase, self._token_in_file()):
            if secret and len(secret) >= SHORTEST_SECRET:
                text = text.replace(secret, "***")
        return text

    def _proof(self) -> dict[str, Any]:
        if self.token_file:
            token = self._token_in_file()
            if not token:
                raise SettingsError(f"The Snowflake token file {self.token_file} cannot be read or is empty.")
            return {"authenticator": "OAUTH", "token": token}
        if self.token:
            return {"authenticator": "PROGRAMMATIC_ACCESS_TOKEN", "token": self.token}
        if self.private_key_file:
            if not self.private_key_file.is_file():
                raise SettingsError(f"There is no Snowflake key file {self.private_key_file}.")
            return {
                "authenticator": "SNOWFLAKE_JWT",
                "private_key_file": str(self.private_key_file),
                "private_key_password": self.private_key_passphrase,
            }
        if not self.connection_name:
            raise SettingsError(
                "Snowflake needs a connection name, a token, a token file or a key file to log in; none is given."
            )
        return {}

    def _limits(self) -> dict[str, Any]:
        return {
            "paramstyle": "qmark",
            "application": "FluxOpsCenter",
            "login_timeout": round(self.login_timeout_s),
            "query_timeout": round(self.network_timeout_s),
            "request_timeout": round(self.network_timeout_s),
            "retry_max_attempts": self.attempts,
            "client_session_keep_alive": False,  # a heartbeat would keep an idle session busy
            "enable_server_session_keep_alive_auto_detection": False,
            "session_parameters": {
                "QUERY_TAG": self.query_tag,
                "STATEMENT_TIMEOUT_IN_SECONDS": max(1, round(self.statement_timeout_s)),  # 0 is a week
                "TIMEZONE": "UTC",
                "CLIENT_TELEMETRY_ENABLED": False,
                "CLIENT_OUT_OF_BAND_TELEMETRY_ENABLED": False,
            },
        }

    def _token_in_file(self) -> str:
        try:
            return self.token_file.read_text(encoding="utf-8").strip() if self.token_file else ""
        except OSError:
            return ""
