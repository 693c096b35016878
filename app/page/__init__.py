"""The frame of a session: shell, header, the slots that tabs stand in, status, search, the address."""
