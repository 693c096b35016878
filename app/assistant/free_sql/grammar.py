"""What a statement of a model may be made of: kinds of nodes of its syntax tree. Whatever is not here is refused.

An allow-list, not a deny-list: a new clause of a new version of a database, or a function nobody thought of, is refused
until somebody puts it here. None of these has a side effect, reads files, sleeps, opens a connection, tells of the
server or its users, or makes much of little (generate_series, repeat, lpad).
"""

from __future__ import annotations

from typing import Final

from sqlglot import exp

FORMS: Final[frozenset[type[exp.Expr]]] = frozenset({
    exp.Select, exp.Union, exp.Intersect, exp.Except, exp.Subquery, exp.With, exp.CTE, exp.From, exp.Join, exp.Table,
    exp.TableAlias, exp.Alias, exp.Where, exp.Group, exp.Rollup, exp.Cube, exp.GroupingSets, exp.Having, exp.Order,
    exp.Ordered, exp.Limit, exp.Offset, exp.Fetch, exp.LimitOptions, exp.Distinct, exp.Column, exp.Identifier, exp.Star,
    exp.Literal, exp.Null, exp.Boolean, exp.Paren, exp.Tuple, exp.Case, exp.If, exp.Window, exp.WindowSpec,
    exp.WithinGroup, exp.Filter, exp.Interval, exp.Var, exp.Qualify,
})  # fmt: skip
OPERATORS: Final[frozenset[type[exp.Expr]]] = frozenset({
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ,
    exp.Is, exp.In, exp.Between, exp.Like, exp.ILike, exp.Escape, exp.Exists, exp.Add, exp.Sub, exp.Mul, exp.Div,
    exp.Mod, exp.Neg, exp.DPipe, exp.AtTimeZone, exp.Cast,
})  # fmt: skip
FUNCTIONS: Final[frozenset[type[exp.Expr]]] = frozenset({
    exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Stddev, exp.StddevPop, exp.StddevSamp, exp.Variance,
    exp.VariancePop, exp.Corr, exp.Median, exp.PercentileCont, exp.PercentileDisc, exp.LogicalAnd, exp.LogicalOr,
    exp.CountIf, exp.GroupConcat, exp.RowNumber, exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist, exp.Ntile,
    exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.Abs, exp.Ceil, exp.Floor, exp.Round, exp.Sign, exp.Sqrt,
    exp.Pow, exp.Exp, exp.Ln, exp.Log, exp.Greatest, exp.Least, exp.Coalesce, exp.Nullif, exp.Lower, exp.Upper,
    exp.Initcap, exp.Length, exp.Trim, exp.Left, exp.Right, exp.Substring, exp.StrPosition, exp.SplitPart, exp.Concat,
    exp.CurrentTimestamp, exp.CurrentDate, exp.Extract, exp.TimestampTrunc, exp.DateTrunc, exp.TimeToStr, exp.DateDiff,
    exp.DateAdd, exp.TimestampDiff,
})  # fmt: skip
NODES: Final = FORMS | OPERATORS | FUNCTIONS | {exp.DataType, exp.DataTypeParam}

TYPES: Final = frozenset({
    exp.DType.SMALLINT, exp.DType.INT, exp.DType.BIGINT, exp.DType.FLOAT, exp.DType.DOUBLE, exp.DType.DECIMAL,
    exp.DType.TEXT, exp.DType.VARCHAR, exp.DType.BOOLEAN, exp.DType.DATE, exp.DType.TIME, exp.DType.TIMESTAMP,
    exp.DType.TIMESTAMPNTZ, exp.DType.TIMESTAMPTZ, exp.DType.INTERVAL,
})  # fmt: skip

# The only words that stand bare in what is written out.
WORDS: Final = frozenset({
    "epoch", "second", "minute", "hour", "day", "week", "month", "quarter", "year", "dow", "doy", "isodow", "isoyear",
    "seconds", "minutes", "hours", "days", "weeks", "months", "quarters", "years",
})  # fmt: skip

# Of a table in FROM only its name and what it is called there; `db` is checked apart.
TABLE_PARTS: Final = frozenset({"this", "alias", "db"})
