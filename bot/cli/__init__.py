"""The terminal: the `factdesk` command, its exit codes and its error messages."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from io import TextIOWrapper

import click

from bot.cli.output_file import restrict_new_files
from bot.cli.visible import visible_output
from bot.errors import SetupError, UserError
from bot.logs import set_up_logging
from bot.settings import unknown_settings

ANSWERED, FAILED, NOTHING_FOUND, STOPPED = 0, 1, 3, 130

# A command's module is imported on call: most commands need few of the others' imports.
COMMANDS = {
    "ask": "bot.cli.ask:ask",
    "search": "bot.cli.search:search",
    "quote": "bot.cli.quote:quote",
    "check": "bot.cli.check:check",
    "attribute": "bot.cli.attribute:attribute",
    "index": "bot.cli.index:index",
    "corpus": "bot.cli.corpus:corpus",
    "bot": "bot.cli.service.commands:bot",
    "sync": "bot.cli.service.commands:sync",
    "claims": "bot.cli.claims.commands:claims",
    "feedback": "bot.cli.feedback:feedback",
    "doctor": "bot.cli.service.doctor:doctor",
    "healthcheck": "bot.cli.service.heartbeat:healthcheck",
    "backup": "bot.cli.service.backup:backup",
    "restore": "bot.cli.service.backup:restore",
    "reading-copy": "bot.cli.service.backup:reading_copy",
    "migrate": "bot.cli.service.migrate:migrate",
    "forget": "bot.cli.service.forget:forget",
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's form
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's form
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


def _print_version(ctx: click.Context, _parameter: click.Parameter, requested: bool) -> None:
    if requested:
        click.echo(f"factdesk {version('factdesk')}")
        ctx.exit()


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Log everything, and print the traceback of an unexpected error.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print the version."
)
def factdesk(*, debug: bool) -> None:
    """Answer questions from a folder of articles with verbatim quotes, or decline.

    Results go to stdout, everything else to stderr. Exit codes: 0 answered, 3 nothing found, 2 wrong usage, 1 failure.
    """
    set_up_logging("DEBUG" if debug else "WARNING", "text")
    for sentence in unknown_settings():
        click.echo(sentence, err=True)


def main() -> None:
    """Run the command line and leave with its exit code."""
    _run_in_utf8()
    restrict_new_files()
    # Output is UTF-8 in every locale; a byte of an argument that is not UTF-8 is escaped as in JSON.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def _run_in_utf8() -> None:
    """Start the process again in Python's UTF-8 mode if the locale gives paths another encoding.

    The names of files go into the database and the index as UTF-8.
    """
    if sys.flags.utf8_mode or sys.getfilesystemencoding().lower() == "utf-8":
        return
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - no shell is involved


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code.

    Every error becomes one sentence on stderr.
    """
    with visible_output():
        return _run(arguments)


def _run(arguments: Sequence[str]) -> int:
    try:
        outcome = factdesk.main(list(arguments), prog_name="factdesk", standalone_mode=False)
    except click.Abort:
        return _report("Stopped.", STOPPED)
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except SetupError as fault:
        return _report(fault.message, fault.exit_code)
    except UserError as fault:
        return _report(fault.message, FAILED)
    except OSError as fault:
        if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            return _report("The disk is full: free some space and try again.", FAILED)
        return _report(_report_unexpected(fault, show="--debug" in arguments), FAILED)
    except Exception as fault:  # noqa: BLE001 - nobody at a terminal should have to read a traceback
        return _report(_report_unexpected(fault, show="--debug" in arguments), FAILED)
    return outcome if isinstance(outcome, int) else ANSWERED


def _report(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code


def _report_unexpected(fault: Exception, *, show: bool) -> str:
    from bot.cli.errors import save_traceback  # noqa: PLC0415 - only a fault needs it

    trace = "".join(traceback.format_exception(fault))
    if show:
        click.echo(trace, err=True, nl=False)
    return save_traceback(trace)
