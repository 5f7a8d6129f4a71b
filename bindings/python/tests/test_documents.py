"""What the package says of itself is true: the README, examples, docstrings, types."""

import contextlib
import doctest
import importlib
import io
import re
import runpy
import subprocess
import sys

import pytest
from common import PACKAGE

MODULES = ("", "._compare", ".adobe", ".ibm", ".commvault")


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_the_docstrings_run(module):
    results = doctest.testmod(importlib.import_module(f"customer_core{module}"))
    assert results.attempted > 0 and results.failed == 0


def printed(run):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run()
    return out.getvalue()


def test_the_blocks_of_the_readme_print_what_it_says():
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == text.count("```python") == 6
    for code, expected in blocks:
        # Each block alone: readers copy one.
        assert printed(lambda code=code: exec(code, {})) == expected


def test_every_link_of_the_readme_leads_somewhere():
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert link.startswith("http") or (PACKAGE / link).exists(), link


def test_the_sync_job_mails_only_who_must_be_mailed():
    out = printed(lambda: runpy.run_path(str(PACKAGE / "examples/sync.py"), run_name="__main__"))
    assert out.startswith("an echo would mail ada@example.com, mary@example.com\n")
    language, leaves = out.split("Ada leaves")
    assert "reads as wished: nothing to send\n  mailed in the end: nobody" in language
    tries = re.findall(r"try (\d) of (\S+):", leaves)
    assert [number for number, _ in tries] == ["1", "2"] and tries[0][1] == tries[1][1]
    assert "mailed in the end: mary@example.com\n" in leaves
    assert "can't be had: /companyProfile/companyName: support-ticket" in leaves


def tool(*arguments):
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=PACKAGE, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_types_are_strict():
    tool("-m", "mypy", "--strict", "-p", "customer_core")
    tool("-m", "mypy", "--strict", "tests/typed.py", "examples/sync.py", "generate.py")


def test_the_stubs_are_those_of_the_module():
    allowed = ("--allowlist", "tests/stubtest.allow")
    assert "no issues found" in tool("-m", "mypy.stubtest", "customer_core", *allowed)


def test_wrong_types_are_found():
    """`tests/wrong.py` has one mistake a line, each marked; the checker finds just these."""
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "tests/wrong.py"],
        cwd=PACKAGE,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (PACKAGE / "tests/wrong.py").read_text(encoding="utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, 1) if "# wrong" in line}
    assert {int(line.split(":")[1]) for line in ran.stdout.splitlines()[:-1]} == marked


def test_the_documents_are_those_of_the_schemas():
    tool("generate.py", "--check")
