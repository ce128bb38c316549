"""What README says of reading the tables is run as it stands: pandas, Polars, DuckDB and R."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.package import read_package
from kit import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README[README.index("## Use the data") : README.index("### Downloads")]
EXAMPLES = re.findall(r"```(python|r)\n(.*?)```", SECTION, re.DOTALL)


@pytest.mark.parametrize(("language", "code"), EXAMPLES, ids=["pandas", "polars", "duckdb", "r"])
def test_an_example_gives_the_largest_amounts(language: str, code: str) -> None:
    program = [sys.executable, "-c"]
    if language == "r":
        found = shutil.which("Rscript")
        if found is None:
            pytest.fail("no R: `make test` installs it", pytrace=False)
        program = [found, "-e"]
    answer = subprocess.run(
        [*program, code],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    facts = NoticeFacts(package=read_package(ROOT))
    places = []
    for city in facts.money.by_amount[:5]:
        name, amount = facts.regions[city.code]["name"], str(city.amount.value)
        (line,) = [line for line in answer.stdout.splitlines() if name in line]
        assert amount in line
        places.append(answer.stdout.index(name))
    assert places == sorted(places)
