"""Checks new and changed regular expressions with recheck: `make regexes`.

With `--without-checker` it only compares code, verdicts and accepted patterns, which needs no npm.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence

from tests.conftest import ROOT
from tests.regexes.collect import CollectedRegex, collect
from tests.regexes.verdicts import findings, load_accepted, load_verdicts, save_verdicts

_CHECKER = ROOT / ".ci/regexes"


def main() -> int:
    """Check the patterns without a verdict; return 1 if one is left without a reason."""
    collected = collect()
    verdicts = load_verdicts()
    unchecked = list({regex.key: regex for regex in collected if regex.key not in verdicts}.values())
    if "--without-checker" not in sys.argv:
        if unchecked and shutil.which("npm") is None:
            print(f"skipped: {len(unchecked)} new regular expressions need npm to be checked")
            return 0
        verdicts |= _check(unchecked) if unchecked else {}
        save_verdicts(verdicts, collected)
    found = findings(collected, verdicts, load_accepted())
    print("".join(f"{sentence}\n" for sentence in found), end="")
    print(f"{len(collected)} regular expressions, {len(unchecked)} of them new, {len(found)} to look at")
    return 1 if found else 0


def _check(unchecked: Sequence[CollectedRegex]) -> dict[str, str]:
    """Return the checker's verdicts, such as "vulnerable polynomial 2"."""
    if not (_CHECKER / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent", "--no-fund", "--no-audit"], cwd=_CHECKER, check=True)
    patterns = [{"key": regex.key, "source": regex.source, "flags": regex.flags} for regex in unchecked]
    done = subprocess.run(
        ["node", "check.mjs"], cwd=_CHECKER, check=True, input=json.dumps(patterns), stdout=subprocess.PIPE, text=True
    )
    lines = (json.loads(line) for line in done.stdout.splitlines())
    return {line["key"]: f"{line['status']} {line['complexity']}" for line in lines}


if __name__ == "__main__":
    sys.exit(main())
