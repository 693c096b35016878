"""Datashader's maximum of small whole numbers, one byte a pixel.

`ds.max` answers float64: ten megabytes a map, which are written before the first row is looked at, do not fit into a
processor's cache while rows are put in, and are read again by whoever looks at every pixel. Codes of a map are bytes.
Datashader has no way to choose; what is replaced here is how an aggregate is made and how a row is put in. A test
compares both, so that a change of Datashader's is seen.
"""

from __future__ import annotations

from typing import Any

import datashader as ds
import numpy as np
from datashader.datashape import coretypes
from datashader.utils import ngjit
from numpy.typing import NDArray


def _put_larger(x: int, y: int, agg: NDArray[np.uint8], field: int) -> int:
    """As Datashader's own: 0 where the value was put in, -1 where it was not."""
    if field > agg[y, x]:
        agg[y, x] = field
        return 0
    return -1


def _zeros(shape: tuple[int, int], _module: Any) -> NDArray[np.uint8]:
    return np.zeros(shape, np.uint8)


class ByteMax(ds.max):
    """The largest value of a uint8 column: uint8, 0 where there is none. Zeros count as none."""

    _append = staticmethod(ngjit(_put_larger))

    def out_dshape(self, _schema: Any, antialias: bool, *_where: bool) -> Any:
        """One byte."""
        if antialias:
            raise NotImplementedError("Parts of a byte are no code: draw lines without a width.")
        return coretypes.uint8

    def _build_create(self, _dshape: Any) -> Any:
        return _zeros
