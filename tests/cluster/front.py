"""A server on the loopback address before a cluster, or in its place: with TLS, a password, and faults as told."""

from __future__ import annotations

import base64
import json
import ssl
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Answer = tuple[int, object]


@dataclass
class Front:
    """What the server does: `fault` may answer a request itself, given its method and path; the rest is passed on."""

    port: int
    behind: int | None = None
    password: tuple[str, str] | None = None
    fault: Callable[[str, str], Answer | None] = lambda method, path: None
    asked: list[str] = field(default_factory=list)


@contextmanager
def front(behind: int | None = None, *, tls: Path | None = None, **what: Any) -> Iterator[Front]:
    """Yield a running server before the node at the port `behind`; `tls` is a file with certificate and key."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.told = told = Front(server.server_address[1], behind, **what)  # type: ignore[attr-defined]
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda request, address: None  # type: ignore[method-assign]  # refused certificates
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def certificate(folder: Path, name: str = "IP:127.0.0.1") -> Path:
    """Return a file with a new certificate, signed by itself, and its key."""
    made = folder / f"certificate-{name.replace(':', '-')}.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test"),
            *("-addext", f"subjectAltName={name}", "-keyout", made.with_suffix(".key")),
            *("-out", made.with_suffix(".crt")),
        ],
        check=True,
        capture_output=True,
    )
    made.write_bytes(made.with_suffix(".key").read_bytes() + made.with_suffix(".crt").read_bytes())
    return made


def empty_cluster(missing: Answer = (404, "{}")) -> Callable[[str, str], Answer]:
    """Return what a cluster answers that has no index, or refuses all but its version."""
    version = {"distribution": "opensearch", "number": "2.19.6"}
    return lambda method, path: (200, {"version": version}) if path == "/" else missing


def other_server(version: dict[str, str]) -> Callable[[str, str], Answer]:
    """Return what a server of another kind or version answers to everything."""
    return lambda method, path: (200, {"version": version, "tagline": "a search server"})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _handle(self) -> None:
        told: Front = self.server.told  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        told.asked.append(f"{self.command} {self.path}")
        if told.password and self.headers.get("authorization") != _basic(*told.password):
            self._answer(401, {"error": "Unauthorized"})
        elif (answer := told.fault(self.command, self.path)) is not None:
            self._answer(*answer)
        else:
            self._pass_on(told, body)

    def _pass_on(self, told: Front, body: bytes) -> None:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{told.behind}{self.path}",
            body or None,
            {"content-type": "application/json"},
            method=self.command,
        )
        try:
            with urllib.request.urlopen(asked, timeout=60) as answered:
                self._send(answered.status, answered.read())
        except urllib.error.HTTPError as error:
            with error:
                self._send(error.code, error.read())

    def _answer(self, status: int, content: object) -> None:
        self._send(status, content.encode() if isinstance(content, str) else json.dumps(content).encode())

    def _send(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json; charset=UTF-8")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _handle  # noqa: N815 - http.server names them

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
