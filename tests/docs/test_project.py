"""The files that the hosting platform reads: they call what is there, and ask for what a fault report needs."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))
FORMS = sorted(path for path in ROOT.glob(".github/ISSUE_TEMPLATE/*.yml") if path.name != "config.yml")
CONFIGURATIONS = [*WORKFLOWS, *FORMS, ROOT / ".github/dependabot.yml", ROOT / ".pre-commit-config.yaml"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def steps(workflow: Path) -> list[dict[str, Any]]:
    return [step for job in load(workflow)["jobs"].values() for step in job["steps"]]


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())


@pytest.mark.parametrize("path", CONFIGURATIONS, ids=lambda path: path.name)
def test_the_file_is_yaml(path: Path) -> None:
    assert isinstance(load(path), dict)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_calls_make_targets_that_are_there(workflow: Path) -> None:
    called = {name for step in steps(workflow) for name in re.findall(r"\bmake ([a-z]+)", step.get("run", ""))}
    assert called
    assert called <= make_targets()


def test_ci_calls_what_the_local_run_calls() -> None:
    local = set(re.findall(r"^ *make ([a-z]+)$", (ROOT / ".ci/run").read_text("utf-8"), re.MULTILINE))
    hosted = {step["run"].removeprefix("make ") for step in steps(ROOT / ".github/workflows/ci.yml") if "run" in step}
    assert local == {"check", "docs", "regexes", "wheel", "test"}
    assert hosted == local


def test_ci_tests_every_python_that_the_package_allows() -> None:
    least, below = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["project"]["requires-python"]).groups()
    matrix = load(ROOT / ".github/workflows/ci.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert matrix == [f"3.{minor}" for minor in range(int(least), int(below))]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(workflow: Path) -> None:
    # The publishing action is used by its branch, as its authors ask: it has to follow the index.
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    loose = [action for action in used if not re.search(r"@[0-9a-f]{40}$", action)]
    assert set(loose) <= {"pypa/gh-action-pypi-publish@release/v1"}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_and_no_more_unless_a_job_says_so(workflow: Path) -> None:
    assert load(workflow)["permissions"] == {"contents": "read"}
    assert all("timeout-minutes" in job for job in load(workflow)["jobs"].values())


def test_a_release_is_published_with_provenance_and_for_both_architectures() -> None:
    release = {step["uses"].split("@")[0]: step.get("with", {}) for step in steps(WORKFLOWS[-1]) if "uses" in step}
    assert release["pypa/gh-action-pypi-publish"]["attestations"] is True
    assert release["docker/build-push-action"]["platforms"] == "linux/amd64,linux/arm64"
    assert release["docker/build-push-action"]["provenance"] == "mode=max"
    assert "actions/attest-build-provenance" in release


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_a_form_warns_of_articles_and_asks_for_the_version(form: Path) -> None:
    loaded = load(form)
    assert "Never paste" in loaded["body"][0]["attributes"]["value"]
    assert "version" in {field.get("id") for field in loaded["body"]}
    promise = loaded["body"][-1]["attributes"]["options"][0]
    assert "article" in promise["label"]
    assert promise["required"]


@pytest.mark.parametrize("name", ["wrong_answer", "wrong_attribution"])
def test_a_form_about_quotes_asks_for_what_a_test_needs(name: str) -> None:
    fields = {field.get("id") for field in load(ROOT / f".github/ISSUE_TEMPLATE/{name}.yml")["body"]}
    assert {"question", "state", "right", "quote"} <= fields


def test_the_hooks_are_local_and_their_programs_are_there() -> None:
    (repository,) = load(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    development = " ".join(PROJECT["dependency-groups"]["dev"])
    for hook in repository["hooks"]:
        assert hook["entry"].startswith(("make", ".venv/bin/python -m ruff"))
    assert "ruff" in development


def test_scripts_of_ci_may_be_run() -> None:
    assert [script.name for script in (ROOT / ".ci").iterdir() if not os.access(script, os.X_OK)] == []


def test_every_room_that_contributing_names_is_there() -> None:
    rooms = set(
        re.findall(r"`((?:bot|commands|tests)(?:/[a-z_/]+(?:\.py)?)?)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    )
    assert len(rooms) >= 18
    assert [room for room in rooms if not (ROOT / room).exists()] == []


def test_every_target_that_contributing_names_is_there() -> None:
    named = set(re.findall(r"`make ([a-z]+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    assert {"check", "test", "docs", "wheel"} <= named <= make_targets()
