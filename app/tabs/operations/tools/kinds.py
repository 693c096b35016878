"""Things of the network that have names, and what fits to be asked after an answer about one."""

from __future__ import annotations

from typing import Final

from app.assistant.name_kinds import NameKind

_NAMED: Final = {"names": "assistant_named", "samples": "assistant_name_samples"}
_MAP: Final = "show {0} on the map"
_FAILS: Final = "what happens if {0} fails"

NETWORK_KINDS: Final = (
    NameKind(
        "substation", **_NAMED, fails=(_FAILS,),
        next=("load of {0} yesterday", "list the feeders of {0}", "saidi of {0} this year", _FAILS, _MAP),
    ),
    NameKind(
        "feeder", **_NAMED, fails=(_FAILS, "which ties does {0} have"),
        next=("load of {0} yesterday", "customers out on {0}", "saidi of {0} this year", "riskiest transformers on {0}",
              _MAP),
    ),
    NameKind(
        "transformer", **_NAMED,
        next=("load curve of {0} yesterday", "explain the health of {0}", "meters on {0}", _MAP),
    ),
    NameKind(
        "device", **_NAMED, words=("breaker", "recloser", "fuse", "switch", "tie", "sectionaliser"),
        next=("customers downstream of {0}", _MAP), fails=("customers downstream of {0}",),
    ),
    NameKind("pole", **_NAMED, next=("explain the health of {0}", "inspections of {0}", _MAP)),
    NameKind("segment", **_NAMED, words=("span", "line")),
    NameKind(
        "meter", **_NAMED,
        next=("load curve of {0} yesterday", "lowest voltage at {0} yesterday", "which transformer is {0} on", _MAP),
    ),
)  # fmt: skip
