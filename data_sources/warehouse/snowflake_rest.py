"""Where Snowflake's REST API is for the settings of a login, and what proves who asks; each request proves it anew.

A programmatic access token, or the OAuth token that Snowpark Container Services keeps in a file. A key pair or a
password has no place in a header: a token is needed for REST, beside them or instead of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data_sources.errors import SettingsError
from data_sources.warehouse.snowflake_login import SnowflakeSettings


@dataclass(frozen=True, slots=True)
class SnowflakeRest:
    """Snowflake's REST API.

    Attributes:
        settings: as for a login; see `SnowflakeSettings`.
    """

    settings: SnowflakeSettings

    @property
    def label(self) -> str:
        """What a person calls it."""
        return self.settings.label

    @property
    def address(self) -> str:
        """`https://myorg-account1.snowflakecomputing.com`, without a slash at the end.

        Raises:
            SettingsError: neither host nor account is known.
        """
        given = self.settings
        host = given.host or _entry(given).get("host")
        account = given.account or _entry(given).get("account")
        if not host and not account:
            raise SettingsError("Snowflake's REST API needs an account or a host; none is given.")
        # No host name has an underscore: Snowflake answers under the name with hyphens too.
        host = host or f"{str(account).lower().replace('_', '-')}.snowflakecomputing.com"
        return f"{given.protocol}://{host}" + (f":{given.port}" if given.port else "")

    def headers(self) -> dict[str, str]:
        """What proves who asks; a token file is read anew.

        Raises:
            SettingsError: there is no token, or its file cannot be read.
        """
        proof = self.settings.login_arguments() if self.settings.token_file or self.settings.token else {}
        kind, token = proof.get("authenticator"), proof.get("token")
        if token is None:
            entry = _entry(self.settings)
            kind, token = str(entry.get("authenticator", "PROGRAMMATIC_ACCESS_TOKEN")).upper(), entry.get("token")
        if not token:
            raise SettingsError(
                "Snowflake's REST API needs a programmatic access token (FLUXOPS_SNOWFLAKE_TOKEN) or an OAuth token "
                "file (FLUXOPS_SNOWFLAKE_TOKEN_FILE); a key pair or password proves nothing there."
            )
        return {"Authorization": f"Bearer {token}", "X-Snowflake-Authorization-Token-Type": str(kind)}


def _entry(settings: SnowflakeSettings) -> dict[str, Any]:
    """The entry of connections.toml that the settings name; empty where they name none, or it is not there."""
    if not settings.connection_name:
        return {}
    from snowflake.connector.config_manager import CONFIG_MANAGER
    from snowflake.connector.errors import Error

    try:
        entries: Any = CONFIG_MANAGER["connections"]
        found = entries.get(settings.connection_name) or {}
    except (Error, KeyError, AttributeError, OSError):
        return {}
    return dict(found)
