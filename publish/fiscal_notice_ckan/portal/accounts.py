"""The accounts that a portal's programs run as, and what is handed to PostgreSQL's."""

from __future__ import annotations

import errno
import os
import pwd
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fiscal_notice.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path

_NOBODY = "nobody"
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The user and group that a process runs as."""

    uid: int
    gid: int


def database_account() -> Account | None:
    """Return the account for PostgreSQL, None for this one.

    PostgreSQL refuses to run as root, so root hands it to the account that owns nothing. Raises
    PublishError where there is no such account.
    """
    if os.geteuid() != 0:
        return None
    try:
        found = pwd.getpwnam(_NOBODY)
    except KeyError:
        raise PublishError(
            "PostgreSQL does not run as root, and there is no account to hand it to",
            expected=f"an account {_NOBODY}",
            hint="run this as another user than root",
        ) from None
    return Account(uid=found.pw_uid, gid=found.pw_gid)


def portal_uids() -> frozenset[int]:
    """Return the user ids that programs of a portal of ours can run as."""
    account = database_account()
    return frozenset({os.geteuid()} | ({account.uid} if account else set()))


def own(path: Path, account: Account | None) -> None:
    """Give a file or folder (made where missing) to ``account``, closed to all others.

    Raises PublishError for a symbolic link, and for what belongs to a third account.
    """
    try:
        if not os.path.lexists(path):
            path.mkdir(mode=_FOLDER_MODE)
        # Opened once: what is looked at is what changes hands, whatever the path means by then.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            _hand_over(descriptor, account)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise PublishError(
            "the portal cannot use this for PostgreSQL",
            file=path,
            found="a symbolic link" if error.errno == errno.ELOOP else str(error.strerror),
            expected="a file or folder of the portal's own",
            hint="remove it, or choose another home with FISCAL_NOTICE_PORTAL_HOME",
        ) from error


def _hand_over(descriptor: int, account: Account | None) -> None:
    held = os.fstat(descriptor)
    ours = {os.geteuid()} | ({account.uid} if account else set())
    if held.st_uid not in ours:
        raise PermissionError(errno.EPERM, f"it belongs to the account {held.st_uid}")
    if account:
        os.fchown(descriptor, account.uid, account.gid)
    os.fchmod(descriptor, _FOLDER_MODE if stat.S_ISDIR(held.st_mode) else _FILE_MODE)
