"""PostgreSQL's errors as messages for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import psycopg_pool

from bot.errors import ArchiveUnreachableError, SetupError, UserError

_REFUSING = (psycopg.errors.InsufficientPrivilege, psycopg.errors.DiskFull, psycopg.errors.ProgramLimitExceeded)

_REFUSED = "The archive's server refused to save this ({reason}). Nothing was saved."
_ADVICE = (
    (
        r"password|authentication|pg_hba|role .* does not exist",
        "Check the user and the password, and the server's pg_hba.conf.",
    ),
    (r"certificate|SSL|TLS", "Check sslmode and sslrootcert in FACTDESK_DATABASE, and the server's certificate."),
    (r"database .* does not exist", "Create the database first (createdb), or name another in FACTDESK_DATABASE."),
    (
        r"permission denied|must be owner",
        "Let the user create the schema factdesk (GRANT CREATE ON DATABASE name TO user), or connect as its owner.",
    ),
    (r"read-only", "It is a standby; name the primary server in FACTDESK_DATABASE."),
)
_OTHER_ADVICE = "Check that the server runs, and its host and port in FACTDESK_DATABASE."
_SERVER_PREFIX = re.compile(r"^(?:connection failed: )?(?:connection to server [^:]*(?:, port \d+)? failed: )?")


def reason(error: BaseException | None) -> str:
    """Return the first line of what the server or its library says."""
    lines = [line for line in str(error).strip().splitlines() if line.strip()]
    return _SERVER_PREFIX.sub("", lines[0] if lines else type(error).__name__).removeprefix("FATAL:").strip()


@contextmanager
def explained() -> Iterator[None]:
    """Turn a lost connection and a refused change into UserError; others pass unchanged."""
    try:
        yield
    except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
        raise  # the server is there; the change is made again
    except (
        psycopg.errors.InsufficientPrivilege,
        psycopg.errors.DiskFull,
        psycopg.errors.ProgramLimitExceeded,
    ) as error:
        raise UserError(_REFUSED.format(reason=reason(error))) from error
    except psycopg.errors.NumericValueOutOfRange as error:
        raise UserError("This number is too large to be one of factdesk's; check it.") from error
    except (psycopg.OperationalError, psycopg.InterfaceError, psycopg_pool.PoolTimeout) as error:
        raise ArchiveUnreachableError from error


def is_away(error: BaseException | None) -> bool:
    """Return whether an error of opening means that the server is away, and may be back: nothing is to be set up."""
    return isinstance(error, psycopg.OperationalError) and _advice(reason(error)) is None


def _advice(said: str) -> str | None:
    return next((advice for pattern, advice in _ADVICE if re.search(pattern, said, re.IGNORECASE)), None)


@contextmanager
def at_start(place: str) -> Iterator[None]:
    """Turn every error of opening the archive into SetupError; `place` names it."""
    try:
        yield
    except psycopg.Error as error:
        said = reason(error)
        advice = _advice(said) or _OTHER_ADVICE
        raise SetupError(f"The archive {place} can't be opened ({said.rstrip('.')}). {advice}") from error
