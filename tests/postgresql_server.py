"""A PostgreSQL server for the tests: in a temporary folder, on a port of the loopback device."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")


@dataclass(frozen=True)
class Server:
    """A running server, which can be stopped and started again."""

    programs: Path
    folder: Path
    port: int

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://desk@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """Create an empty database, and return its URL."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}"'.encode())
        return self.url(database)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off -c shared_buffers=16MB"
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-o", options, "-w", "start")

    def stop(self) -> None:
        """End all processes at once, as a crash does."""
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")

    def take(self, file: Path) -> None:
        """Copy a file into the server's folder, for the server's user alone."""
        copy = Path(shutil.copy(file, self.folder))
        copy.chmod(0o600)
        if os.getuid() == 0:
            os.chown(copy, *_other_user())

    def run(self, program: str, *arguments: str) -> None:
        command = [*_as_other_user(), str(self.programs / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder)


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, or None."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [folder for place in _PLACES for folder in sorted(Path("/").glob(place.lstrip("/")))]
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


@contextmanager
def running(found: Path) -> Iterator[Server]:
    """Yield a new server with the user `desk`, trusted on the loopback device."""
    with tempfile.TemporaryDirectory(prefix="factdesk-postgresql-") as folder:
        if os.getuid() == 0:
            os.chown(folder, *_other_user())
        server = Server(found, Path(folder), _free_port())
        server.run("initdb", "-D", f"{folder}/data", "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-sync")
        server.start()
        try:
            yield server
        finally:
            with suppress(subprocess.CalledProcessError):  # stopped by the test
                server.stop()


def _as_other_user() -> list[str]:
    """Return the command that PostgreSQL's programs need for root, whom they refuse."""
    if os.getuid() != 0:
        return []
    user, group = _other_user()
    return ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]


def _other_user() -> tuple[int, int]:
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
