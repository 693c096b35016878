"""The error tree of data_sources: every failure a caller may meet, drawn once.

FluxError
├── QueryError            the request itself is wrong: unknown statement, missing or unknown bind
├── SourceError           a source could not answer
│   ├── SourceUnavailable     it cannot be reached just now; asking again later may work
│   │   └── Withdrawn             the question was taken back before it was answered
│   ├── TooLarge              answering would take more memory than the source may use
│   └── ContractError         it answered, but not with the columns its .sql file names
├── EmbeddedError         the embedded database could not start, attach or recover
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


class JobFailed(FluxError):
    """A long computation in a process of its own ended early."""


class ImportRefused(FluxError):
    """A file cannot be taken as it is; nothing was written."""


class SettingsError(FluxError):
    """A setting is missing or wrong."""
