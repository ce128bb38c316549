"""What can go wrong between here and a portal, in words.

PublishError (fiscal_notice.errors)
└── PortalError           says as well what is on the portal now
    ├── PreflightError    one or more reasons not to begin; nothing was written
    ├── RefusedError      the portal understood and said no (403, 409, 413, a log-in page)
    │   └── DeniedError   this account may not (401, 403)
    ├── MissingError      the portal has nothing of that name, or hides it from this account
    ├── ConflictError     the dataset is not in the state that the plan was made from
    │   └── OutdatedError     it was so before anything was written: another plan can be made
    └── UncertainError    no answer, or a broken one: a write may or may not have happened
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, TypeVar

import ckanapi
import requests

from fiscal_notice.errors import PublishError

T = TypeVar("T")
_REDIRECTS = range(300, 400)
_SERVER_ERROR = 500
#: What ckanapi raises at an answer; the last where that claims success and has no result.
ANSWER_ERRORS = (
    ckanapi.CKANAPIError,
    ckanapi.ServerIncompatibleError,
    ckanapi.NotFound,
    ckanapi.NotAuthorized,
    ckanapi.ValidationError,
    KeyError,
)


def printable(text: str) -> str:
    """Text from a portal without control characters: a terminal would obey them."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in text)


def in_a_line(text: str) -> str:
    """The same without line breaks: a name from a portal cannot look like a line of ours."""
    return printable(text).replace("\n", " ")


class PortalError(PublishError):
    """A portal stands in the way; ``now`` is what it holds at this moment, if that is known."""

    now: str | None = None

    def parts(self) -> list[tuple[str, str]]:
        """What else is known; ``now`` comes last."""
        return [*super().parts(), *([] if self.now is None else [("now", self.now)])]

    def __str__(self) -> str:
        return printable(super().__str__())


class PreflightError(PortalError):
    """Reasons not to begin, all of them; ``what`` is left undone."""

    def __init__(self, problems: Sequence[str], what: str = "not published") -> None:
        listed = "\n".join(
            "  - " + printable(problem).replace("\n", "\n    ") for problem in problems
        )
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"{what}: {count}\n{listed}")
        self.problems = tuple(problems)
        self.now = "as before; nothing was written"


class RefusedError(PortalError):
    """The portal understood and said no."""


class DeniedError(RefusedError):
    """The account may not do or see that."""


class MissingError(PortalError):
    """The portal has nothing of that name, or hides it from this account."""


class ConflictError(PortalError):
    """The dataset is not in the state that the plan was made from."""


class OutdatedError(ConflictError):
    """The dataset changed after the plan was made, and before anything was written."""


class UncertainError(PortalError):
    """No answer, or a broken one: a write may or may not have happened."""


def answer_error(action: str, error: Exception, response: requests.Response) -> PortalError:
    """What one of ``ANSWER_ERRORS``, which ckanapi raised at ``response``, means to us."""
    if response.status_code in _REDIRECTS:
        return RefusedError(
            f"the portal answers {action} by sending us elsewhere",
            found=f"{response.status_code} to {response.headers.get('Location', '(nowhere)')}",
            expected="an answer of CKAN's API",
            hint="give the portal's final address (https, no trailing path); a log-in page in "
            "front of the API has to be opened for it by the portal's staff",
        )
    if response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _too_large(action, "413 Request Entity Too Large")
    match error:
        case ckanapi.NotFound():
            return MissingError(f"the portal finds nothing for {action}", found="404 Not Found")
        case ckanapi.NotAuthorized():
            return _denied(action)
        case ckanapi.ValidationError():
            return _invalid(action, error.error_dict)
        case _:
            return _unreadable(action, response)


def expect(value: Any, kind: type[T], what: str) -> T:
    """``value``, if it is of this kind; RefusedError where a portal says nonsense of ``what``."""
    if not isinstance(value, kind):
        raise RefusedError(
            f"what the portal says of {what} cannot be understood",
            found=type(value).__name__,
            expected=f"{kind.__name__}, as CKAN gives it",
            hint="check the address, and what stands between here and the portal",
        )
    return value


def _too_large(action: str, found: str) -> RefusedError:
    return RefusedError(
        f"the portal finds a file too large ({action})",
        found=found,
        hint="ask the portal's staff to raise ckan.max_resource_size, and the limit of any proxy",
    )


def _denied(action: str) -> DeniedError:
    return DeniedError(
        f"the portal refuses {action} to this account",
        found="403 Not authorized",
        hint="check that the token is still valid and that its account is an editor of the "
        "organisation",
    )


def _invalid(action: str, errors: dict[str, Any]) -> PortalError:
    reasons = {name: value for name, value in errors.items() if name != "__type"}
    text = json.dumps(reasons, ensure_ascii=False)
    if "match" in reasons:
        return ConflictError("the dataset was changed by someone else meanwhile", found=text)
    if "upload" in text and "too large" in text.lower():
        return _too_large(action, text)
    return RefusedError(f"the portal does not accept what {action} sends", found=text)


def _unreadable(action: str, response: requests.Response) -> PortalError:
    kind = response.headers.get("Content-Type", "no content type").split(";")[0]
    found = f"HTTP {response.status_code}, {kind}: {' '.join(response.text.split())}"
    # CKAN says that its search index failed after the database has committed.
    unsure = response.status_code >= _SERVER_ERROR or "Search Index Error" in response.text
    if unsure or response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return UncertainError(
            f"the portal failed at {action}",
            found=found,
            hint="run the command again; it goes on from what the portal holds then",
        )
    # CKAN reports a match on a resource that is gone as 400 Integrity Error.
    if "Integrity Error" in response.text:
        return ConflictError("the dataset was changed by someone else meanwhile", found=found)
    if response.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return _denied(action)
    return RefusedError(
        f"the portal's answer to {action} is none of CKAN's",
        found=found,
        expected="JSON from CKAN's API",
        hint="check the address: it should be the one at which the portal's home page stands",
    )


def connection_error(action: str, error: requests.RequestException) -> PortalError:
    """The fault behind an exception of requests: TLS, time-out, no or a cut connection."""
    reason = _innermost(error)
    if isinstance(error, requests.exceptions.SSLError):
        return RefusedError(
            "no secure connection to the portal",
            found=reason,
            hint="check the address and the portal's certificate; REQUESTS_CA_BUNDLE names a "
            "private authority",
        )
    if isinstance(error, requests.exceptions.Timeout):
        problem = f"the portal did not answer {action} in time"
    else:
        problem = f"the connection to the portal failed at {action}"
    return UncertainError(
        problem,
        found=reason,
        hint="check that the portal is up and run the command again; it goes on from what the "
        "portal holds then",
    )


def _innermost(error: BaseException) -> str:
    seen: BaseException = error
    while (inner := seen.__cause__ or seen.__context__) is not None:
        seen = inner
    return f"{type(seen).__name__}: {seen}"
