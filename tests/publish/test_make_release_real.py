"""``make release`` as the Makefile has it: how often it looks at the package and the archive."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fiscal_notice.cli.main import cli
from fiscal_notice.schema_check import conform
from fiscal_notice_ckan.portal import Portal
from kit import ROOT


def recipe() -> list[list[str]]:
    """The arguments of each command of the target."""
    found = re.search(r"^release:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert found
    return [shlex.split(line.partition("/fiscal-notice ")[2]) for line in found[1].splitlines()]


class Hash:
    """SHA-256 that tells of what it gave."""

    given: list[str]

    def __init__(self, data: bytes = b"") -> None:
        self._hash = SHA256(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._hash, name)

    def hexdigest(self) -> str:
        self.given.append(self._hash.hexdigest())
        return self.given[-1]


SHA256 = hashlib.sha256


def test_the_package_is_validated_once_and_the_archive_hashed_and_read_once(
    mini: Path, portal: Portal, token: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = json.loads((mini / "datapackage.json").read_text(encoding="utf-8")) | {
        "name": name
    }
    (mini / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for variable, value in (
        ("CKAN_URL", portal.url),
        ("CKAN_TOKEN", token),
        ("CKAN_ORGANISATION", portal.organisation),
        ("XDG_STATE_HOME", str(mini.parent / "state")),
    ):
        monkeypatch.setenv(variable, value)
    validations: list[object] = []

    def counted(subject: Any, **how: Any) -> Any:
        validations.append(subject)
        return conform(subject, **how)

    monkeypatch.setattr("fiscal_notice.validate.run.conform", counted)
    monkeypatch.setattr(Hash, "given", [], raising=False)
    monkeypatch.setattr(hashlib, "sha256", Hash)
    extract, publish, follow_up = recipe()
    assert follow_up == ["--root", "resources/follow-up", *publish]
    # Of a real publication the portal's copies would be hashed too.
    for arguments in (extract, [*publish, "--dry-run"]):
        done = CliRunner().invoke(cli, ["--root", str(mini), *arguments])
    assert "release  " in done.output
    assert "public, once it is verified" in done.output, done.output
    (archive,) = (mini / "dist").glob("*.zip")
    assert len(validations) == 1
    # When it is made, and when the publisher takes it, which needs its MD5 as well.
    assert Hash.given.count(SHA256(archive.read_bytes()).hexdigest()) == 2
