from __future__ import annotations

import gzip
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from app.api.compress import EMPTY, Head, gzip_body


@settings(deadline=None)
@given(st.binary(), st.binary())
def test_two_parts_make_one_member(head: bytes, tail: bytes) -> None:
    content = gzip_body(Head.of(head), tail)
    assert gzip.decompress(content) == head + tail
    one_member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert one_member.decompress(content) == head + tail
    assert one_member.eof
    assert one_member.unused_data == b""


def test_same_rows_same_bytes() -> None:
    assert gzip_body(EMPTY, b"rows" * 1000) == gzip_body(EMPTY, b"rows" * 1000)
