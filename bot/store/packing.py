"""Packs long texts for the database, and unpacks them in SQL and for its readers."""

from __future__ import annotations

import sqlite3
import threading

import zstandard

_LEVEL = 6  # a tenth of a millisecond an article; higher levels save a hundredth more
_DAMAGED = "user-defined function raised exception"  # SQLite's words; `unpacked` is the only one

_threads = threading.local()  # a compressor belongs to one thread


def pack(text: str) -> bytes:
    """Return a text as a Zstandard frame, with a checksum."""
    compressor: zstandard.ZstdCompressor | None = getattr(_threads, "compressor", None)
    if compressor is None:
        compressor = _threads.compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    return compressor.compress(text.encode())


def is_packing(connection: object) -> bool:
    """Return False for a connection to a database that packs long values by itself, as PostgreSQL does."""
    return not getattr(connection, "packs_long_values", False)


def install(connection: sqlite3.Connection) -> None:
    """Give a connection the SQL function `unpacked(text, packed)`: the text of a row, packed or not.

    A damaged frame ends the statement with an error that `is_damage` knows.
    """
    decompressor = zstandard.ZstdDecompressor()
    last: dict[bytes, str] = {}

    def unpacked(text: str | None, packed: bytes | None) -> str | None:
        if packed is None:
            return text
        if packed not in last:  # a view asks for several parts of one text
            last.clear()
            last[packed] = decompressor.decompress(packed).decode()
        return last[packed]

    connection.create_function("unpacked", 2, unpacked, deterministic=True)


def is_damage(error: sqlite3.Error) -> bool:
    """Return True for an error of `unpacked`: its frame or its checksum is wrong."""
    return _DAMAGED in str(error)
