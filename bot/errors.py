"""Errors shown to people.

FactdeskError
├── DatabaseClosedError  the bot is shutting down
└── UserError            one sentence: what happened, and what to do
    ├── ArchiveUnreachableError  the server of the articles doesn't answer
    ├── IndexUnavailableError  the index can't be asked or written at the moment; the desk goes on
    └── SetupError       the installation must be fixed first
"""


class FactdeskError(Exception):
    """Base class of this project's own errors."""


class DatabaseClosedError(FactdeskError):
    """The database was used after it had been closed."""


class UserError(FactdeskError):
    """A fault to be fixed by the user; `message` is shown unchanged."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class IndexUnavailableError(UserError):
    """The index can't be asked or written at the moment.

    What needs no index goes on.
    """


class ArchiveUnreachableError(UserError):
    """The server of the articles doesn't answer, or ended the connection; it may be back in a moment."""

    def __init__(self) -> None:
        super().__init__("The articles can't be reached at the moment. Try again in a minute.")


class SetupError(UserError):
    """Unusable settings, data folder or token; the program ends with `exit_code`."""

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code
