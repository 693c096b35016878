"""The bytes of one answer, packed and tagged once."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicForm:
    """An answer in one form.

    Attributes:
        plain: its bytes.
        packed: the same as gzip.
        etag: of the content, in whatever encoding, hence weak.
    """

    plain: bytes
    packed: bytes
    etag: str

    @classmethod
    def of(cls, content: bytes) -> PublicForm:
        """The form of some bytes."""
        digest = hashlib.blake2b(content, digest_size=12).hexdigest()
        return cls(content, gzip.compress(content, compresslevel=6, mtime=0), f'W/"{digest}"')
