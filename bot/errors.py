"""The errors that people are meant to see.

FactdeskError
├── DatabaseClosedError  the bot is shutting down
└── UserError            one sentence: what happened, and what to do about it
    └── SetupError       the installation needs mending before anything can run
"""


class FactdeskError(Exception):
    """The root of every error that this project raises on purpose."""


class DatabaseClosedError(FactdeskError):
    """The database was used after it had been closed."""


class UserError(FactdeskError):
    """A fault that the person at the keyboard can mend; `message` is shown to them as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SetupError(UserError):
    """The settings, the data folder or the token are wrong; the program ends with `exit_code`."""

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code
