"""Who uses this server: made here and nowhere else. A real log-in will change this function and nothing beside it."""

from __future__ import annotations

import getpass

from data_sources.commands.principal import Principal, Role


def local_principal(name: str | None, role: Role) -> Principal:
    """The person at this computer; the server answers nobody else.

    Args:
        name: as the audit shows it; None for the name they are logged in by here.
        role: what they may do.
    """
    return Principal(name or _login_name(), role)


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "local user"
