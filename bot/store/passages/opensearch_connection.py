"""Connection to an OpenSearch cluster: requests, and its errors as sentences.

opensearch-py is imported at first use; it comes with the extra `opensearch`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from bot.errors import IndexUnavailableError, SetupError
from bot.store.passages.target import ClusterTarget

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

Json = dict[str, Any]

_MAJORS = (2, 3)  # versions whose requests and scores are the ones used here
_CONNECTIONS = 10  # kept open to each node: as many threads ask and write at once
_TRIES = 5  # of a write that the cluster is too busy for
WRITE_S = 60.0  # longest wait for a request that writes
_FIRST_PAUSE_S = 0.5  # doubled at each further try
# In the block that OpenSearch sets when a disk is nearly full, in its words of several versions.
_DISK = ("read-only-allow-delete", "read-only / allow delete", "flood-stage watermark")


class IndexMissingError(Exception):
    """The cluster has no index or entry of that name."""


class _OverloadedError(IndexUnavailableError):
    """The cluster refuses a request that it may take in a moment."""


class ClusterConnection:
    """Requests to one cluster. All methods block, and raise IndexUnavailableError for whatever fails.

    A node that doesn't answer is left out for a while, and another one asked.
    """

    def __init__(self, target: ClusterTarget) -> None:
        self.target = target
        self.is_checked = False

    def get(self, path: str, **parameters: str) -> Json:
        """Raises IndexMissingError for an unknown index or entry."""
        return self._request("GET", path, None, parameters)

    def put(self, path: str, body: Mapping[str, object]) -> Json:
        return self._request("PUT", self._timed(path), body, {}, WRITE_S)

    def post(
        self, path: str, body: Mapping[str, object] | None = None, *, seconds: float = 0, **parameters: str
    ) -> Json:
        """Send a request, waiting for `seconds` if that is longer. Raises IndexMissingError for an unknown index."""
        return self._request("POST", path, body, parameters, seconds)

    def lines(self, path: str, lines: bytes, *, seconds: float = 0) -> Json:
        """Send lines of JSON, as `_bulk` and `_msearch` take them."""
        return self._request("POST", path, lines, {}, seconds)

    def bulk(self, path: str, actions: Sequence[bytes]) -> list[Json]:
        """Write actions; return their results. One of an older version than the stored one counts as written.

        What the cluster is too busy for is tried again a few times. Raises IndexUnavailableError for any other fault.
        """
        results: list[Json] = []
        pause = _FIRST_PAUSE_S
        for _ in range(_TRIES):
            found = self._bulk(path, actions)
            refused = [action for action, item in zip(actions, found, strict=True) if item["status"] in _BUSY]
            results += [item for item in found if item["status"] not in _BUSY]
            if not refused:
                return results
            actions = refused
            time.sleep(pause)
            pause *= 2
        raise self._unavailable("it is too busy to take what is written")

    def _bulk(self, path: str, actions: Sequence[bytes]) -> list[Json]:
        """Return the result of each action; those of a refused request are all refused."""
        try:
            answered = self.lines(self._timed(path), b"".join(actions), seconds=WRITE_S)
        except _OverloadedError:
            return [{"status": _REFUSED}] * len(actions)
        items = [next(iter(item.values())) for item in answered["items"]]
        for item in items:
            if (error := item.get("error")) and item["status"] != _CONFLICT:
                refused = self._refused(item["status"], str(error.get("type")), str(error.get("reason")))
                if not isinstance(refused, _OverloadedError):
                    raise refused
        return items

    def _timed(self, path: str) -> str:
        """Return a path with the cluster's own limit, for a shard that no node holds.

        The client would take a parameter of that name as its own.
        """
        return f"{path}?timeout={max(1, round(self.target.seconds))}s"

    def version(self) -> str:
        """Return the version of the cluster. Raises IndexUnavailableError for one that isn't usable."""
        return str(self._checked()["number"])

    def close(self) -> None:
        if "_client" in self.__dict__:
            self._client.close()

    def _request(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | bytes | None,
        parameters: Mapping[str, str],
        seconds: float = 0,
    ) -> Json:
        if not self.is_checked:
            self._checked()
        return self._send(method, path, body, {**parameters, "request_timeout": max(seconds, self.target.seconds)})

    def _checked(self) -> Json:
        """Return the cluster's version; another kind of server, or version, is refused."""
        version: Json = self._send("GET", "/", None, {}).get("version") or {}
        kind, number = version.get("distribution"), str(version.get("number"))
        if kind != "opensearch":
            raise self._unavailable(f"the server there is no OpenSearch ({kind or 'unknown'} {number})")
        if number.partition(".")[0] not in map(str, _MAJORS):
            known = " or ".join(map(str, _MAJORS))
            raise self._unavailable(f"it runs OpenSearch {number}; version {known} is needed")
        self.is_checked = True
        return version

    def _send(
        self, method: str, path: str, body: Mapping[str, object] | bytes | None, parameters: Mapping[str, object]
    ) -> Json:
        with self._translated():
            answered = self._client.transport.perform_request(
                method, path, params=dict(parameters), body=body, headers=_HEADERS
            )
        if not isinstance(answered, dict):
            raise self._unavailable("the server there doesn't answer as OpenSearch does")
        return cast(Json, answered)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn errors of opensearch-py into IndexUnavailableError and IndexMissingError."""
        from opensearchpy import exceptions as errors  # noqa: PLC0415 - an extra

        try:
            yield
        except errors.NotFoundError as error:
            raise IndexMissingError(str(error.error)) from error
        except errors.SSLError as error:
            fix = "Name the certificate of its authority in FACTDESK_INDEX_CA_FILE, and its own name in FACTDESK_INDEX."
            raise self._unavailable(f"its certificate is not trusted ({_reason(error)})", fix) from error
        except errors.ConnectionTimeout as error:
            raise self._unavailable(f"no answer in {self.target.seconds:g} seconds") from error
        except errors.ConnectionError as error:
            raise self._unavailable(_reason(error)) from error
        except errors.TransportError as error:
            raise self._refused(error.status_code, str(error.error), _reason(error)) from error
        except (errors.OpenSearchException, ValueError) as error:
            raise self._unavailable("the server there doesn't answer as OpenSearch does") from error

    def _refused(self, status: object, kind: str, reason: str) -> IndexUnavailableError:
        """Return the error for an answer with a status."""
        if status == 401:
            return self._unavailable("it refuses the user or the password", "Check FACTDESK_INDEX and the password.")
        if any(words in reason for words in _DISK):
            fix = "Make room on its disks; indexing goes on from where it stopped once OpenSearch lifts the block."
            return self._unavailable("its disks are nearly full, so it takes no writes", fix)
        if status == 403 and "cluster_block" in kind:
            return self._unavailable(f"it takes no writes: {reason}", "Lift the block; indexing then goes on.")
        if status == 403:
            return self._unavailable("the user may not do this there", "Give it all rights on this index.")
        if status in _BUSY:
            busy = self._unavailable(f"it is too busy, or parts of it are down ({status})")
            return _OverloadedError(busy.message)
        return self._unavailable(f"{kind}: {reason}" if reason else kind)

    def _unavailable(self, why: str, fix: str = "The desk works without it; try again later.") -> IndexUnavailableError:
        return IndexUnavailableError(f"The archive can't be reached at {self.target.address}: {why.rstrip('.')}. {fix}")

    @cached_property
    def _client(self) -> OpenSearch:
        try:
            from opensearchpy import OpenSearch  # noqa: PLC0415 - an extra
        except ImportError:
            raise SetupError(
                "FACTDESK_INDEX names a cluster, and opensearch-py is missing. Install factdesk[opensearch]."
            ) from None
        # Its warnings name each failed try; the sentence about the last one is told.
        logging.getLogger("opensearch").setLevel(logging.ERROR)
        target = self.target
        return OpenSearch(
            hosts=[{"host": host.strip("[]"), "port": port} for host, port in target.hosts],
            http_auth=(target.user, target.password) if target.user else None,
            use_ssl=target.tls,
            verify_certs=True,
            ca_certs=str(target.ca_file) if target.ca_file else None,
            timeout=target.seconds,
            pool_maxsize=_CONNECTIONS,
            max_retries=2 * len(target.hosts),
            retry_on_status=(502,),
            retry_on_timeout=False,
        )


_HEADERS = {"content-type": "application/json"}
_BUSY = frozenset({429, 503})
_REFUSED, _CONFLICT = 429, 409


def _reason(error: Exception) -> str:
    """Return the innermost reason that an error of opensearch-py gives."""
    info = getattr(error, "info", None)
    if isinstance(info, dict):
        cause = info.get("error")
        return str(cause.get("reason")) if isinstance(cause, dict) else str(cause)
    text = str(info if info is not None else error)
    return text.rpartition(": ")[2].strip("()'\" ") or type(error).__name__
