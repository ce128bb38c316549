"""The commands of a portal on this machine, without one: what they ask for and what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run
from fiscal_notice_ckan import portal
from fiscal_notice_ckan.portal import Portal

Asked = list[dict[str, Any]]


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the commands ask for; there is no portal, and a start is only pretended."""
    calls: Asked = []

    def up(version: str, **how: Any) -> Portal:
        calls.append({"up": version, "extensions": how["extensions"]})
        return Portal(
            url="http://127.0.0.1:5000",
            token_file=tmp_path / "token",
            organisation="o",
            publisher="p",
            version="2.12.0",
            home=tmp_path,
            access_log=tmp_path / "log",
            pids={},
        )

    def status(**how: Any) -> None:
        calls.append({"status": how["version"], "extensions": how["extensions"]})

    def down(**how: Any) -> None:
        calls.append({"down": how["version"], "extensions": how["extensions"]})

    for name, function in (("up", up), ("status", status), ("down", down)):
        monkeypatch.setattr(portal, name, function)
    return calls


@pytest.mark.parametrize("command", ["up", "status", "down"])
@pytest.mark.parametrize("extensions", [True, False])
def test_which_portal_is_meant(
    tmp_path: Path, run: Run, asked: Asked, command: str, extensions: bool
) -> None:
    run(tmp_path, "portal", command, *(["--extensions"] if extensions else []))
    assert asked == [{command: "2.12", "extensions": extensions}]


def test_a_portal_with_extensions_says_where_its_token_is(
    tmp_path: Path, run: Run, asked: Asked
) -> None:
    told = run(tmp_path, "portal", "up", "--extensions")
    assert told.out.splitlines()[0] == "http://127.0.0.1:5000"
    assert str(tmp_path / "token") in told.out
    assert "token" not in run(tmp_path, "portal", "up").out


def test_a_portal_that_is_down_says_how_to_start_it(tmp_path: Path, run: Run, asked: Asked) -> None:
    told = run(tmp_path, "portal", "status", "--extensions")
    assert told.code == 1
    assert "fiscal-notice portal up --extensions" in told.out + told.err
