"""Packs long texts for the database, and unpacks them in SQL and for its readers."""

from __future__ import annotations

import sqlite3
import sys
from functools import lru_cache

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 6,  # .1 ms an article; higher ones save a hundredth more
    zstd.CompressionParameter.checksum_flag: 1,
}
_LONG = 32_000  # bytes of a packed text, of which only one is kept unpacked
_DAMAGED = "user-defined function raised exception"  # SQLite's words; `unpacked` is the only one


def pack(text: str) -> bytes:
    """Return a text as a Zstandard frame, with a checksum."""
    return zstd.compress(text.encode(), options=_OPTIONS)


def text_of(text: str, packed: bytes | None) -> str:
    """Return the text of a row, packed or not. Raises the database's error for a damaged frame.

    Faster than `unpacked` in SQL, which hands the text to SQLite and back.
    """
    if packed is None:
        return text
    try:
        return _unpacked(packed)
    except (zstd.ZstdError, UnicodeDecodeError) as error:
        raise sqlite3.OperationalError(_DAMAGED) from error


def _unpacked(packed: bytes) -> str:
    return _recently_unpacked(packed) if len(packed) <= _LONG else _last_unpacked(packed)


def _unpack(packed: bytes) -> str:
    return zstd.decompress(packed).decode()


# A check reads the blocks of articles whose texts it has just compared, and a view asks for several parts of one text.
_recently_unpacked = lru_cache(maxsize=100)(_unpack)
_last_unpacked = lru_cache(maxsize=1)(_unpack)


def is_packing(connection: object) -> bool:
    """Return False for a connection to a database that packs long values by itself, as PostgreSQL does."""
    return not getattr(connection, "packs_long_values", False)


def install(connection: sqlite3.Connection) -> None:
    """Give a connection the SQL function `unpacked(text, packed)`: the text of a row, packed or not.

    A damaged frame ends the statement with an error that `is_damage` knows.
    """

    def unpacked(text: str | None, packed: bytes | None) -> str | None:
        return text if packed is None else _unpacked(packed)

    connection.create_function("unpacked", 2, unpacked, deterministic=True)


def is_damage(error: sqlite3.Error) -> bool:
    """Return True for an error of `unpacked`: its frame or its checksum is wrong."""
    return _DAMAGED in str(error)
