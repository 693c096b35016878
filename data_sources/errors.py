"""The error tree of data_sources: every failure a caller may meet, drawn once.

FluxError
├── QueryError            the request itself is wrong: unknown statement, missing or unknown bind
├── SourceError           a source could not answer
│   ├── SourceUnavailable     it cannot be reached just now; asking again later may work
│   │   └── Withdrawn             the question was taken back before it was answered
│   ├── TooLarge              answering would take more memory than the source may use
│   └── ContractError         it answered, but not with the columns its .sql file names
├── EmbeddedError         the embedded database could not start, attach or recover
├── CommandError          a change was not made; nothing of it stays
│   ├── InvalidCommand        its values are wrong
│   ├── Conflict              what it is about was changed since it was seen
│   └── CommandRefused        it cannot be done as things are
│       ├── Forbidden             whoever gave it may not
│       ├── NoSuchTarget          what it is about is not there
│       └── KeyReused             its key belongs to another request
├── JobFailed             a long computation in a process of its own ended early
├── ImportRefused         somebody's file cannot be taken as it is (nothing was written)
└── SettingsError         a setting is missing or wrong
"""


class FluxError(Exception):
    """Base of all errors raised on purpose; its text is one sentence fit for a person."""


class QueryError(FluxError):
    """The request is wrong: unknown statement, missing or unknown bind."""


class SourceError(FluxError):
    """A source could not answer."""


class SourceUnavailable(SourceError):
    """The source cannot be reached just now; asking again later may work."""


class Withdrawn(SourceUnavailable):
    """The question was taken back before it was answered; whoever still wants the answer asks again."""


class TooLarge(SourceError):
    """Answering would take more memory than the source may use; asking for less may work."""


class ContractError(SourceError):
    """The source answered, but not with the columns and types that the .sql file names."""


class EmbeddedError(FluxError):
    """The embedded database could not start, attach or recover."""


class CommandError(FluxError):
    """A change was not made; nothing of it stays."""


class InvalidCommand(CommandError):
    """A command's values are wrong.

    Args:
        message: one sentence.
        field: the value at fault; empty where it is none alone.
    """

    def __init__(self, message: str, field: str = "") -> None:
        """Keeps the field apart from the sentence."""
        super().__init__(message)
        self.field = field


class Conflict(CommandError):
    """What a command is about was changed since its giver saw it; says who changed it, when and what.

    Args:
        message: one sentence.
        version: the present one.
    """

    def __init__(self, message: str, version: int) -> None:
        """Keeps the version, so that its giver can look again."""
        super().__init__(message)
        self.version = version


class CommandRefused(CommandError):
    """A command cannot be done as things are; says why."""


class Forbidden(CommandRefused):
    """The role of whoever gave a command may not."""


class NoSuchTarget(CommandRefused):
    """What a command is about is not there."""


class KeyReused(CommandRefused):
    """The key of a command belongs to another one."""


class JobFailed(FluxError):
    """A long computation in a process of its own ended early."""


class ImportRefused(FluxError):
    """A file cannot be taken as it is; nothing was written."""


class SettingsError(FluxError):
    """A setting is missing or wrong."""
