"""The only place that speaks HTTP: time-outs, retries of what is idempotent, and no token shown."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import requests

from fiscal_notice import __version__
from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.faults import (
    MissingError,
    PortalError,
    RefusedError,
    UncertainError,
    printable,
    result_of,
)
from fiscal_notice_ckan.faults import unreachable as fault_of
from fiscal_notice_ckan.multipart import BLOCK, Multipart, Source

#: Seconds to connect, and between two bytes of an answer.
TIMEOUT = (10.0, 60.0)
_BRIEF = (2.0, 10.0)
#: Seconds to wait before the second, third and fourth attempt.
PAUSES = (0.5, 1.0, 2.0)
# The longest part of a host's name between two dots.
_LABEL = 63
_SHORTEST_SECRET = 4
_SHOWN = 200
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloaded:
    """What a download gave: SHA-256 and size in bytes."""

    sha256: str
    bytes: int


class Client:
    """A portal, seen by one account, or by an anonymous visitor if there is no token.

    ``timeout`` is in seconds, to connect and between two bytes; ``pauses`` are the seconds before
    the second and every further attempt of what may be repeated.
    """

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        timeout: tuple[float, float] = TIMEOUT,
        pauses: Sequence[float] = PAUSES,
        plain_http: bool = False,
    ) -> None:
        self.url = checked_url(url)
        self._token = checked_token(token)
        if self._token and not (plain_http or confidential(self.url)):
            raise PublishError(
                "the token would travel readable for anyone on the way",
                found=self.url,
                expected="an address that begins with https://",
                hint="use https; in a network that you trust set CKAN_PLAIN_HTTP=1",
            )
        self._timeout = timeout
        self.pauses = tuple(pauses)
        self._session = requests.Session()
        # Nobody's proxy leads to this machine.
        self._session.trust_env = urlsplit(self.url).hostname not in _LOOPBACK
        # A ~/.netrc would send another account's password in place of our token.
        self._session.auth = self._sign
        self._session.headers["User-Agent"] = f"fiscal-notice/{__version__}"

    def __repr__(self) -> str:
        return f"Client({self.url!r}, {'with' if self._token else 'without'} a token)"

    @property
    def anonymous(self) -> Client:
        """The same portal as any visitor sees it."""
        return Client(self.url, timeout=self._timeout, pauses=self.pauses)

    @property
    def impatient(self) -> Client:
        """The same, for what is nice to have: tried once, and not for long."""
        # Whether the token may travel was settled when this client was made.
        return Client(self.url, self._token, timeout=_BRIEF, pauses=(), plain_http=True)

    def read(self, action: str, **params: Any) -> Any:
        """The result of an action that changes nothing; retried."""
        plain = {name: _plain(value) for name, value in params.items()}
        return self._retried(lambda: self._call("GET", action, params=plain))

    def find(self, action: str, **params: Any) -> Any:
        """As ``read``, but None where the portal has nothing of that name."""
        try:
            return self.read(action, **params)
        except MissingError:
            return None

    def write(self, action: str, data: Mapping[str, Any], *, idempotent: bool) -> Any:
        """The result of an action that changes the portal; retried only if ``idempotent``."""
        body = json.dumps(data).encode()
        headers = {"Content-Type": "application/json"}

        def attempt() -> Any:
            return self._call("POST", action, data=body, headers=headers)

        return self._retried(attempt) if idempotent else attempt()

    def revise(
        self,
        fields: Mapping[str, Any],
        files: Mapping[str, Source],
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Any:
        """One ``package_revise``, files streamed; the dataset as it is afterwards.

        Tried once: whether a failed attempt did its work is for the caller to look up.
        """
        texts = {name: json.dumps(value, ensure_ascii=False) for name, value in fields.items()}
        body = Multipart(texts, files, progress)
        headers = {"Content-Type": body.content_type}
        return self._call("POST", "package_revise", data=body, headers=headers)["package"]

    def download(self, path: str, target: Path | None = None) -> Downloaded:
        """Hash what ``path`` of the portal gives, and keep it in ``target`` if one is named."""
        return self._retried(lambda: self._download(path, target))

    def _download(self, path: str, target: Path | None) -> Downloaded:
        digest, size = hashlib.sha256(), 0
        try:
            with self._session.get(
                f"{self.url}{path}", timeout=self._timeout, stream=True
            ) as response:
                self._check_download(path, response)
                out = target.open("wb") if target else None
                try:
                    for block in response.iter_content(BLOCK):
                        digest.update(block)
                        size += len(block)
                        if out:
                            out.write(block)
                finally:
                    if out:
                        out.close()
        except requests.RequestException as error:
            raise self._hidden(fault_of(f"the download of {path}", error)) from None
        return Downloaded(sha256=digest.hexdigest(), bytes=size)

    def _check_download(self, path: str, response: requests.Response) -> None:
        if response.status_code == HTTPStatus.OK:
            return
        found = f"HTTP {response.status_code}"
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise UncertainError("a file cannot be downloaded now", file=path, found=found)
        if response.status_code == HTTPStatus.NOT_FOUND:
            raise MissingError("the portal has no such file", file=path, found=found)
        raise RefusedError("the portal does not give out a file", file=path, found=found)

    def _call(self, method: str, action: str, **options: Any) -> Any:
        try:
            response = self._session.request(
                method,
                f"{self.url}/api/3/action/{action}",
                timeout=self._timeout,
                allow_redirects=False,  # a redirected POST would arrive without its body
                **options,
            )
            return result_of(action, response)
        except requests.RequestException as error:
            raise self._hidden(fault_of(action, error)) from None
        except PortalError as error:
            raise self._hidden(error) from None

    def _retried(self, attempt: Callable[[], T]) -> T:
        for pause in self.pauses:
            try:
                return attempt()
            except UncertainError:
                time.sleep(pause)
        return attempt()

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = self._token
        return request

    def _hidden(self, error: PortalError) -> PortalError:
        """The same error without the token, should the portal have echoed it."""
        error.problem = printable(self.hide(error.problem))
        error.args = (error.problem,)
        if error.found is not None:
            # Hidden first and cut afterwards: a token that is cut in two would not be found.
            error.found = printable(self.hide(error.found)[:_SHOWN])
        # What was being handled holds the request, and with it the token.
        error.__context__ = error.__cause__ = None
        return error

    def hide(self, text: str) -> str:
        """``text`` with the token blotted out, as it is and as it stands in an address."""
        if not self._token:
            return text
        return text.replace(self._token, "[token]").replace(quote(self._token), "[token]")


def checked_url(url: str) -> str:
    """The portal's address without a trailing slash; PublishError unless a plain http(s) one."""
    try:
        parts = urlsplit(url.strip())
        # Reading the port checks it.
        plain = (
            parts.scheme in ("http", "https")
            and parts.port != 0
            and all(0 < len(each) <= _LABEL for each in (parts.hostname or "").split("."))
            and url.strip().isprintable()
        )
    except ValueError:
        plain = False
    if not plain or parts.query or parts.username or parts.password or parts.fragment:
        shown = url.rpartition("@")[2] if "@" in url else url
        raise PublishError(
            "this is no address of a portal",
            found=shown,
            expected="https://HOST or https://HOST/PATH, without user, password or query",
        )
    return url.strip().rstrip("/")


def confidential(url: str) -> bool:
    """Whether nobody between here and ``url`` can read what is sent."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in _LOOPBACK


def checked_token(token: str | None) -> str | None:
    """The token, or None for an empty one; PublishError if it cannot be one."""
    clean = (token or "").strip()
    if not clean:
        return None
    if len(clean) < _SHORTEST_SECRET or not clean.isascii() or not clean.isprintable():
        raise PublishError(
            "the token is none",
            found=f"{len(clean)} characters, not shown",
            expected="one line of ASCII letters, digits and signs, as the portal printed it",
        )
    return clean


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
