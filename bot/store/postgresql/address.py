"""The address of an archive: checked, completed, and named without its password."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.errors import SetupError

_EXAMPLE = "postgresql://user@host:5432/name"
_ANSWERING_SECONDS = 5
_DEFAULTS: dict[str, str | int] = {
    "connect_timeout": _ANSWERING_SECONDS,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "application_name": "factdesk",
}
_OWN = {"client_encoding": "utf8"}
_NUMBERS = ("connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout")


@dataclass(frozen=True, slots=True)
class ArchiveAddress:
    """How to connect, and the database's name for messages."""

    conninfo: str
    place: str


def archive_address(url: str, password: str | None = None) -> ArchiveAddress:
    """Return the address in a URL; a `password` from elsewhere comes before that of the URL.

    Other hosts than this machine are reached by TLS, unless the URL says otherwise. Raises SetupError for no URL of a
    database. No message repeats the URL, which may hold a password.

    >>> archive_address("postgresql://ada:secret@db.example/news").place
    'ada@db.example:5432/news'
    """
    try:
        given = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError:
        given = {}
    if not _names_database(url, given):
        raise SetupError(f"FACTDESK_DATABASE is not the address of a PostgreSQL database, such as {_EXAMPLE}.")
    # Of a password with an @ or a /, libpq takes the rest for the host or the database, which messages name.
    if "@" in given["host"][1:] or "@" in given["dbname"]:
        raise SetupError(
            "FACTDESK_DATABASE holds an @ in the host or the database. Write %40 for an @ in the password and %2F for "
            "a /, or put the password into FACTDESK_DATABASE_PASSWORD_FILE as it is."
        )
    if password is not None:
        given["password"] = password
    if not _is_here(given["host"]):
        given.setdefault("sslmode", "require")
    user = f"{given['user']}@" if "user" in given else ""
    place = f"{user}{given['host']}:{given.get('port', '5432')}/{given['dbname']}"
    return ArchiveAddress(make_conninfo("", **{**_DEFAULTS, **given, **_OWN}), place)


def _names_database(url: str, given: Mapping[str, str]) -> bool:
    """Check for a URL with a host and a database, and for numbers where psycopg reads them."""
    return (
        url.startswith(("postgresql://", "postgres://"))
        and re.fullmatch(r"[\d,]+", given.get("port", "5432")) is not None
        and {"host", "dbname"} <= given.keys()
        and all(given.get(name, "0").isdecimal() for name in _NUMBERS)
    )


def _is_here(host: str) -> bool:
    """Check for a socket or an address of this machine."""
    if host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
