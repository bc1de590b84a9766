"""Packs long texts for the database, and unpacks them in SQL and for its readers."""

from __future__ import annotations

import sqlite3
import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 6,  # .1 ms an article; higher ones save a hundredth more
    zstd.CompressionParameter.checksum_flag: 1,
}
_DAMAGED = "user-defined function raised exception"  # SQLite's words; `unpacked` is the only one


def pack(text: str) -> bytes:
    """Return a text as a Zstandard frame, with a checksum."""
    return zstd.compress(text.encode(), options=_OPTIONS)


def is_packing(connection: object) -> bool:
    """Return False for a connection to a database that packs long values by itself, as PostgreSQL does."""
    return not getattr(connection, "packs_long_values", False)


def install(connection: sqlite3.Connection) -> None:
    """Give a connection the SQL function `unpacked(text, packed)`: the text of a row, packed or not.

    A damaged frame ends the statement with an error that `is_damage` knows.
    """
    last: dict[bytes, str] = {}

    def unpacked(text: str | None, packed: bytes | None) -> str | None:
        if packed is None:
            return text
        if packed not in last:  # a view asks for several parts of one text
            last.clear()
            last[packed] = zstd.decompress(packed).decode()
        return last[packed]

    connection.create_function("unpacked", 2, unpacked, deterministic=True)


def is_damage(error: sqlite3.Error) -> bool:
    """Return True for an error of `unpacked`: its frame or its checksum is wrong."""
    return _DAMAGED in str(error)
