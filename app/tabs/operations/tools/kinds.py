"""Things of the network that have names, and what fits to be asked after an answer about one."""

from __future__ import annotations

from functools import partial
from typing import Final

from app.assistant.name_kinds import NameKind

_named: Final = partial(NameKind, names="assistant_named", samples="assistant_name_samples")
_MAP: Final = "show {0} on the map"
_FAILS: Final = "what happens if {0} fails"

NETWORK_KINDS: Final = (
    _named(
        "substation", fails=(_FAILS,),
        next=("load of {0} yesterday", "list the feeders of {0}", "saidi of {0} this year", _FAILS, _MAP),
    ),
    _named(
        "feeder", fails=(_FAILS, "which ties does {0} have"),
        next=("load of {0} yesterday", "customers out on {0}", "saidi of {0} this year", "riskiest transformers on {0}",
              _MAP),
    ),
    _named(
        "transformer",
        next=("load curve of {0} yesterday", "explain the health of {0}", "meters on {0}", _MAP),
    ),
    _named(
        "device", words=("breaker", "recloser", "fuse", "switch", "tie", "sectionaliser"),
        next=("customers downstream of {0}", _MAP), fails=("customers downstream of {0}",),
    ),
    _named("pole", next=("explain the health of {0}", "inspections of {0}", _MAP)),
    _named("segment", words=("span", "line")),
    _named(
        "meter",
        next=("load curve of {0} yesterday", "lowest voltage at {0} yesterday", "which transformer is {0} on", _MAP),
    ),
)  # fmt: skip
