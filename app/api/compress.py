"""gzip of answers whose large part rarely changes: the large part is deflated once, the small part each time.

A gzip member is one run of deflate blocks between a header and a checksum (RFC 1952). A part deflated up to a full
flush ends on a byte, and the one after it refers to nothing before itself, so parts can be deflated apart and laid
end to end; the checksum goes on from that of the large part. One member, because many clients read no second one.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

_HEADER = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF))  # no name, no time: same rows, same bytes
MIN_BYTES = 512  # below, the header outweighs the gain


@dataclass(frozen=True, slots=True)
class Head:
    """The first part of an answer, deflated once.

    Attributes:
        raw: its bytes as they are.
        deflated: the same as deflate blocks, the last not marked as last.
        checksum: the CRC-32 of `raw`.
    """

    raw: bytes
    deflated: bytes
    checksum: int

    @classmethod
    def of(cls, raw: bytes, level: int = 6) -> Head:
        """Deflate a part. Lets go of the GIL for all but an instant."""
        deflater = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        return cls(raw, deflater.compress(raw) + deflater.flush(zlib.Z_FULL_FLUSH), zlib.crc32(raw))


EMPTY = Head(b"", b"", 0)


def gzip_body(head: Head, tail: bytes, level: int = 6) -> bytes:
    """One gzip member of `head.raw + tail`."""
    deflater = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    checksum = zlib.crc32(tail, head.checksum)
    size = (len(head.raw) + len(tail)) & 0xFFFFFFFF
    trailer = checksum.to_bytes(4, "little") + size.to_bytes(4, "little")
    return b"".join((_HEADER, head.deflated, deflater.compress(tail), deflater.flush(), trailer))
