"""Where the passage index is: the cluster that FACTDESK_INDEX names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from bot.errors import SetupError
from bot.settings import EX_CONFIG, INDEX_ADDRESS, Settings, read_secret

_PORT = 9200


@dataclass(frozen=True, slots=True)
class ClusterTarget:
    """An OpenSearch cluster and the name of the index there.

    `seconds` is the longest wait for one request. `shards` and `replicas` are those of a new index.
    """

    hosts: tuple[tuple[str, int], ...]
    name: str
    tls: bool = True
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    seconds: float = 10.0
    shards: int = 3
    replicas: int = 1

    @property
    def address(self) -> str:
        """The address as people read it, without the user."""
        hosts = ",".join(f"{host}:{port}" for host, port in self.hosts)
        return f"{'https' if self.tls else 'http'}://{hosts}/{self.name}"


def cluster_target(settings: Settings) -> ClusterTarget | None:
    """Return the cluster of the settings, None for the index in the data folder.

    Raises SetupError if the password or the CA file can't be read.
    """
    if settings.index is None:
        return None
    parts = re.fullmatch(INDEX_ADDRESS, settings.index)
    assert parts, "the settings were checked"
    user, ca_file = parts["user"], settings.index_ca_file
    if ca_file and not ca_file.is_file():
        raise SetupError(f"FACTDESK_INDEX_CA_FILE names {ca_file}, which is no file. Correct it.", exit_code=EX_CONFIG)
    password = read_secret(settings.index_password, settings.index_password_file, "FACTDESK_INDEX_PASSWORD")
    if user and not password:
        raise SetupError(
            f"FACTDESK_INDEX names the user {user}, and no password is set. Put it into FACTDESK_INDEX_PASSWORD_FILE.",
            exit_code=EX_CONFIG,
        )
    return ClusterTarget(
        hosts=tuple(map(_host, parts["hosts"].split(","))),
        name=parts["name"],
        tls=parts["scheme"] == "https",
        user=unquote(user) if user else None,
        password=password,
        ca_file=ca_file,
        seconds=settings.index_seconds,
        shards=settings.index_shards,
        replicas=settings.index_replicas,
    )


def _host(text: str) -> tuple[str, int]:
    """Split a host and its port.

    >>> _host("search.example:9201"), _host("[::1]")
    (('search.example', 9201), ('[::1]', 9200))
    """
    host, colon, port = text.rpartition(":")
    return (host, int(port)) if colon and port.isdigit() else (text, _PORT)
