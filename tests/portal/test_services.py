"""What is prepared for the services: accounts, ports, and whether PostgreSQL is ready."""

from __future__ import annotations

import os
import pwd
import socket
from pathlib import Path

import pytest

from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.portal import services
from fiscal_notice_ckan.portal.accounts import Account, database_account, own
from fiscal_notice_ckan.portal.home import Home, write_whole
from fiscal_notice_ckan.portal.process import Process
from fiscal_notice_ckan.portal.services import accepts_logins, listen, port_of, start_postgres
from fiscal_notice_ckan.portal.settings import Credentials

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
NOBODY = Account(uid=65_534, gid=65_534)
STRANGER = 65_533


def test_folder_is_made_and_closed_to_others(tmp_path: Path) -> None:
    own(tmp_path / "run", None)
    held = (tmp_path / "run").stat()
    assert (held.st_uid, held.st_mode & 0o777) == (os.geteuid(), 0o700)


def test_file_stays_readable_for_its_owner_only(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("x")
    own(tmp_path / "password", None)
    assert (tmp_path / "password").stat().st_mode & 0o777 == 0o600


@AS_ROOT
def test_root_hands_a_folder_to_the_database(tmp_path: Path) -> None:
    own(tmp_path / "run", NOBODY)
    held = (tmp_path / "run").stat()
    assert (held.st_uid, held.st_gid, held.st_mode & 0o777) == (65_534, 65_534, 0o700)
    own(tmp_path / "run", NOBODY)


@pytest.mark.parametrize("account", [None, pytest.param(NOBODY, marks=AS_ROOT)])
@pytest.mark.parametrize("target", ["folder", "file", "missing"])
def test_link_is_refused_and_its_target_untouched(
    tmp_path: Path, account: Account | None, target: str
) -> None:
    (tmp_path / "folder").mkdir(mode=0o755)
    (tmp_path / "file").write_text("mine")
    before = [(each.stat().st_uid, each.stat().st_mode) for each in sorted(tmp_path.iterdir())]
    (tmp_path / "run").symlink_to(tmp_path / target)
    with pytest.raises(PublishError, match="symbolic link"):
        own(tmp_path / "run", account)
    (tmp_path / "run").unlink()
    after = [(each.stat().st_uid, each.stat().st_mode) for each in sorted(tmp_path.iterdir())]
    assert after == before


@AS_ROOT
def test_what_belongs_to_a_third_account_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    os.chown(tmp_path / "run", STRANGER, STRANGER)
    with pytest.raises(PublishError, match="account 65533"):
        own(tmp_path / "run", NOBODY)
    assert (tmp_path / "run").stat().st_uid == STRANGER


def test_link_in_the_place_of_the_data_is_refused(tmp_path: Path) -> None:
    home = Home(root=tmp_path)
    (tmp_path / "elsewhere").mkdir()
    home.database.parent.mkdir()
    home.database.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishError, match="symbolic link") as caught:
        start_postgres(home, Credentials())
    assert caught.value.file == str(home.database)


def test_root_without_the_account_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> pwd.struct_passwd:
        raise KeyError(name)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", unknown)
    with pytest.raises(PublishError, match="another user than root"):
        database_account()


def test_chosen_port_cannot_be_taken_before_ckan_has_it(tmp_path: Path) -> None:
    with listen(Home(root=tmp_path)) as listener, socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port_of(listener)))


def test_last_port_is_taken_again_if_it_is_free(tmp_path: Path) -> None:
    home = Home(root=tmp_path)
    with listen(home) as first:
        known = port_of(first)
        write_whole(home.port, str(known))
        with listen(home) as second:
            assert port_of(second) != known
    with listen(home) as again:
        assert port_of(again) == known


@pytest.mark.parametrize("text", ["no port", "99999", ""])
def test_port_that_is_none_is_not_asked_for(tmp_path: Path, text: str) -> None:
    home = Home(root=tmp_path)
    home.port.write_text(text)
    with listen(home) as listener:
        assert port_of(listener) > 0


@pytest.mark.parametrize(
    ("lines", "ready"),
    [
        (["7", "d", "1", "5432", "/s", "", "1 2", "ready   "], True),
        (["7", "d", "1", "5432", "/s", "", "1 2", "starting"], False),
        (["7", "d", "1"], False),
        (None, False),
    ],
)
def test_database_that_recovers_is_not_ready(
    tmp_path: Path, lines: list[str] | None, ready: bool
) -> None:
    home = Home(root=tmp_path)
    home.database.mkdir(parents=True)
    if lines is not None:
        (home.database / "postmaster.pid").write_text("\n".join([*lines, ""]))
    assert accepts_logins(home) is ready


@pytest.mark.parametrize(("looks", "ended"), [("-+-+", False), ("+--+", True)])
def test_service_that_is_missed_once_has_not_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looks: str, ended: bool
) -> None:
    """A shell that becomes its service has neither name nor arguments for a moment."""
    service = Process(pid=41, parent=1, service="redis")
    seen = [[service] if look == "+" else [] for look in looks]
    monkeypatch.setattr(services, "belonging", lambda _: seen.pop(0))
    if ended:
        with pytest.raises(PublishError, match="redis ended"):
            services._wait(Home(root=tmp_path), "redis", lambda: not seen)
    else:
        services._wait(Home(root=tmp_path), "redis", lambda: not seen)
