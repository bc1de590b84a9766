"""`factdesk doctor`: checks the installation and says how to fix it."""

from __future__ import annotations

import asyncio
import json

import click

from bot.cli.service.checks import DoctorCheck, State, run_checks

_MARKS = {State.OK: ("ok  ", "green"), State.WARN: ("warn", "yellow"), State.FAIL: ("FAIL", "red")}


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print the checks as one JSON array.")
def doctor(*, as_json: bool) -> int:
    """Check the installation, and say how to fix it.

    Checked are settings, folders, database, index, quarantine, outbox, language model, sentence model, OCR and token.

    Exit codes: 0 no check failed, 1 a check failed.
    """
    checks = asyncio.run(run_checks())
    if as_json:
        click.echo(json.dumps([_json(check) for check in checks], ensure_ascii=False))
    else:
        for check in checks:
            click.echo(_line(check))
    return 1 if any(check.state is State.FAIL for check in checks) else 0


def _line(check: DoctorCheck) -> str:
    mark, colour = _MARKS[check.state]
    line = f"{click.style(mark, fg=colour)}  {check.name:<9} {check.finding}"
    return f"{line}\n{'':16}{check.fix}" if check.fix else line


def _json(check: DoctorCheck) -> dict[str, str | None]:
    return {"name": check.name, "state": check.state, "told": check.finding, "mend": check.fix}
