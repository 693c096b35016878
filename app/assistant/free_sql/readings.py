"""What an expression of a model's statement reads, and which words a name of its may therefore have.

`outage_id AS customers_out` is no number of customers: a name is kept where every word of it comes from the columns
that are read, from how they are folded, or, of a count, from the tables and the conditions that it counts by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlglot import exp

Words = frozenset[str]

NONE: Final = Words()
COUNTED: Final = Words(("count", "number", "num", "no", "total", "cnt", "n", "many", "all"))
FOLDS: Final[Mapping[type[exp.Expr], tuple[str, Words]]] = {
    exp.Sum: ("sum_of", Words(("sum", "total", "all", "overall"))),
    exp.Avg: ("mean_of", Words(("mean", "average", "avg", "typical"))),
    exp.Max: ("highest", Words(("max", "maximum", "highest", "peak", "largest", "most", "top", "newest", "last",
                                "latest", "oldest", "worst", "biggest", "longest"))),
    exp.Min: ("lowest", Words(("min", "minimum", "lowest", "least", "smallest", "oldest", "first", "earliest",
                               "worst", "shortest"))),
    exp.Median: ("median_of", Words(("median", "typical"))),
    exp.PercentileCont: ("quantile_of", Words(("median", "quantile", "percentile", "p"))),
    exp.PercentileDisc: ("quantile_of", Words(("median", "quantile", "percentile", "p"))),
    exp.Stddev: ("spread_of", Words(("stddev", "sd", "deviation", "spread", "standard"))),
    exp.StddevPop: ("spread_of", Words(("stddev", "sd", "deviation", "spread", "standard"))),
    exp.StddevSamp: ("spread_of", Words(("stddev", "sd", "deviation", "spread", "standard"))),
}  # fmt: skip
RATIO: Final = Words(
    ("share", "ratio", "per", "pct", "percent", "rate", "mean", "average", "avg", "fraction", "proportion")
)
RANKED: Final = Words(
    ("rank", "place", "position", "row", "number", "order", "rn", "nr", "no", "n", "quartile", "bucket")
)
STEPS: Final = Words(
    ("year", "quarter", "month", "week", "day", "date", "hour", "weekday", "dow", "time", "minute", "at")
)
ANY: Final = Words(
    ("x", "value", "val", "result", "the", "of", "in", "by", "and", "name", "id", "key", "kind", "for", "on")
)
"""Words of a name that say nothing of what is read."""
SCALES: Final[Mapping[float, tuple[tuple[str, str], ...]]] = {
    1000.0: (("kw", "mw"), ("mw", "gw"), ("kwh", "mwh"), ("mwh", "gwh"), ("kva", "mva"), ("kvarh", "mvarh"),
             ("m", "km"), ("v", "kv")),
    60.0: (("minute", "hour"), ("minutes", "hours")), 24.0: (("hour", "day"), ("hours", "days")),
}  # fmt: skip
PLAIN: Final = frozenset((10.0, 100.0, 1000.0, 1e6, 1e9, 60.0, 3600.0, 86400.0, 24.0, 1440.0, 12.0, 365.0, 8760.0, 1.0))
"""Numbers that only change a unit."""


@dataclass(frozen=True, slots=True)
class Expressed:
    """What an expression is.

    Attributes:
        said: a name that is true of it, in lower snake case.
        words: that a name of it may have.
        is_own: a number or text of the statement's own goes into its value, or nothing is read for it.
        is_key: it names a thing (an id, a year), and is no amount.
        is_count: it counts rows.
        needs: words of which a name has to have one.
        is_made: it is reckoned of several columns, so that none of their names is its.
    """

    said: str
    words: Words = NONE
    is_own: bool = False
    is_key: bool = False
    is_count: bool = False
    needs: Words = NONE
    is_made: bool = False


OWN: Final = Expressed("own", is_own=True)
FLAG: Final = Expressed("flag", is_count=True)


def words_of(name: str) -> Words:
    """Words of a name, each without the plural's s."""
    return Words(word.removesuffix("s") for word in re.split(r"[^a-z]+", name.lower()) if word)


def of_column(name: str) -> Expressed:
    """A table's column."""
    return Expressed(name, words_of(name), is_key=bool(re.search(r"(?:_id|_number|_year|version)\Z|\Ayear\Z", name)))


def kept_name(name: str, reading: Expressed) -> str:
    """The name that a model gave, where it is true of what is read; else one that is."""
    words = words_of(name)
    if reading.is_own or name.lower() == reading.said:
        return name
    is_true = words <= reading.words | ANY and (not reading.needs or bool(words & reading.needs))
    return name if is_true and not reading.is_made else reading.said


def together(readings: Iterable[Expressed], *, said: str = "") -> Expressed:
    """What is reckoned of several: none of their names is its own."""
    found = [one for one in readings if one.said != FLAG.said]
    if not found:
        return FLAG
    names = "_and_".join(dict.fromkeys(one.said.removesuffix("_reckoned") for one in found))
    return Expressed(
        said or f"{names[:60].strip('_')}_reckoned", Words().union(*(one.words for one in found)),
        any(one.is_own for one in found), is_made=True,
    )  # fmt: skip


def either(one: Expressed, other: Expressed) -> Expressed:
    """What is now the one, now the other."""
    if one.said == other.said:
        return replace(one, is_own=one.is_own or other.is_own)
    return Expressed(
        f"{one.said}_or_{other.said}"[:60], one.words & other.words, one.is_own or other.is_own,
        is_count=one.is_count and other.is_count, is_made=one.is_made or other.is_made,
    )  # fmt: skip


def scaled(reading: Expressed, by: float, *, is_product: bool) -> Expressed:
    """A column times or by a number that changes its unit; by any other it is the statement's own."""
    if by not in PLAIN and not (0 < by < 1 and round(1 / by, 6) in PLAIN):
        return replace(reading, is_own=True)
    size = by if by >= 1 else 1 / by
    is_larger = (by >= 1) != is_product  # the unit, where its number is smaller
    units = {
        (small if is_larger else large): (large if is_larger else small) for small, large in SCALES.get(size, ())
    }  # fmt: skip
    old = [word for word in re.split(r"_", reading.said) if word in units]
    if not old:
        is_share = by == 100.0 and bool(reading.needs)
        return reading if by == 1.0 or is_share else replace(reading, said=f"{reading.said}_scaled", is_made=True)
    new = units[old[-1]]
    said = re.sub(rf"_{old[-1]}(?=_|\Z)", f"_{new}", reading.said)
    return replace(reading, said=said, words=(reading.words - words_of(old[-1])) | words_of(new))


def folded(reading: Expressed, kind: type[exp.Expr], where: Words) -> Expressed:
    """A column's sum, mean, highest … over rows."""
    name, words = FOLDS[kind]
    said = reading.said if reading.is_count and kind is exp.Sum else f"{name}_{reading.said}"
    return replace(reading, said=said, words=reading.words | words | where, is_made=reading.is_made)
