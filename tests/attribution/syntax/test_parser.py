"""A parser that is missing, or cannot parse, ends in a sentence that says so."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.attribution.syntax import parser
from bot.errors import UserError


def test_a_missing_model_is_named(tmp_path) -> None:
    with pytest.raises(UserError, match=r"The language model 'en_nothing_sm' cannot be loaded .*\. Install it"):
        parser.load("en_nothing_sm")


def test_a_model_without_a_parser_is_refused(tmp_path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "bare")
    with pytest.raises(UserError, match="has no dependency parser"):
        parser.load(str(tmp_path / "bare"))


def test_the_rooms_import_without_spacy() -> None:
    code = "import sys, bot.attribution.pipeline, bot.attribution.syntax.parser; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
