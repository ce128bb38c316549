"""The one place that speaks HTTP. Every action is called by ckanapi's ``RemoteCKAN``.

Added is what that lacks: time-outs, repeating of what is idempotent, files that are read while they
are sent, numbers with all their digits, downloads, errors in words, and no token in any of them.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import requests
from ckanapi import RemoteCKAN
from requests_toolbelt.multipart.encoder import MultipartEncoder, MultipartEncoderMonitor

from fiscal_notice import __version__
from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.address import LOOPBACK, checked_token, checked_url, confidential
from fiscal_notice_ckan.errors import (
    ANSWER_ERRORS,
    MissingError,
    PortalError,
    RefusedError,
    UncertainError,
    answer_error,
    connection_error,
    expect,
    printable,
)

#: Flask refuses a form field that is no file beyond this many bytes.
MAX_FIELD = 500_000
#: Seconds to connect, and between two bytes of an answer.
TIMEOUT = (10.0, 60.0)
_BRIEF = (2.0, 10.0)
_BLOCK = 1 << 16
_AGENT = f"fiscal-notice/{__version__}"
#: Seconds to wait before the second, third and fourth attempt.
PAUSES = (0.5, 1.0, 2.0)
_SHOWN = 200

T = TypeVar("T")
#: A file to upload: its ASCII name on the portal, and its content.
FilePart = tuple[str, Path | bytes]
#: Hears of the bytes that were sent, and of all that will be.
Sent = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloaded:
    """What a download gave: SHA-256 and size in bytes."""

    sha256: str
    bytes: int


class Client:
    """A portal, seen by one account, or by an anonymous visitor if there is no token.

    ``timeout`` is in seconds, to connect and between two bytes; ``pauses`` are the seconds before
    the second and every further attempt of what may be repeated. Raises PublishError for an address
    or a token that cannot be one; every call raises the PortalError that ``errors`` has for it.
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
        self._session = _StreamingSession()
        # Nobody's proxy leads to this machine.
        self._session.trust_env = urlsplit(self.url).hostname not in LOOPBACK
        # A ~/.netrc would send another account's password in place of our token.
        self._session.auth = self._sign
        self._session.headers["User-Agent"] = _AGENT

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
        # ckanapi lets a GET be redirected, to a page that asks to log in for one.
        return self.retried(
            lambda: self._call(action, params, get_only=True, allow_redirects=False)
        )

    def find(self, action: str, **params: Any) -> Any:
        """As ``read``, but None where the portal has nothing of that name."""
        try:
            return self.read(action, **params)
        except MissingError:
            return None

    def write(self, action: str, data: Mapping[str, Any], *, idempotent: bool) -> Any:
        """The result of an action that changes the portal; retried only if ``idempotent``."""

        def attempt() -> Any:
            return self._call(action, data)

        return self.retried(attempt) if idempotent else attempt()

    def revise(
        self,
        fields: Mapping[str, Any],
        files: Mapping[str, FilePart],
        progress: Sent = lambda _done, _total: None,
    ) -> Any:
        """One ``package_revise``, files streamed; the dataset as it is afterwards.

        ``fields`` are its ``match``, ``filter`` and ``update``, ``files`` go by
        ``update__resources__N__upload``; the size of each field is at most ``MAX_FIELD`` as JSON.
        Tried once: whether a failed attempt did its work is for the caller to look up.
        """
        texts = {name: json.dumps(value, ensure_ascii=False) for name, value in fields.items()}
        result = self._call("package_revise", texts, files=files, progress=progress)
        return expect(result, dict, "the revision")["package"]

    def retried(self, attempt: Callable[[], T]) -> T:
        """The result of ``attempt``, made anew after each pause as long as it is uncertain."""
        for pause in self.pauses:
            try:
                return attempt()
            except UncertainError:
                time.sleep(pause)
        return attempt()

    def download(self, path: str, target: Path | None = None) -> Downloaded:
        """Hash what ``path`` of the portal gives, and keep it in ``target`` if one is named."""
        return self.retried(lambda: self._download(path, target))

    def _download(self, path: str, target: Path | None) -> Downloaded:
        digest, size = hashlib.sha256(), 0
        try:
            with self._session.get(
                f"{self.url}{path}", timeout=self._timeout, stream=True
            ) as response:
                self._check_download(path, response)
                with target.open("wb") if target else nullcontext() as out:
                    for block in response.iter_content(_BLOCK):
                        digest.update(block)
                        size += len(block)
                        if out:
                            out.write(block)
        except requests.RequestException as error:
            raise self._hidden(connection_error(f"the download of {path}", error)) from None
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

    def _call(
        self,
        action: str,
        data: Mapping[str, Any],
        *,
        files: Mapping[str, FilePart] | None = None,
        get_only: bool = False,
        **options: Any,
    ) -> Any:
        heard: list[requests.Response] = []
        hooks = {"response": lambda response, **_: heard.append(response)}
        options |= {"timeout": self._timeout, "hooks": hooks}
        portal = RemoteCKAN(self.url, user_agent=_AGENT, get_only=get_only, session=self._session)
        portal.base_url = "api/3/action/"
        try:
            result = portal.call_action(action, data, files=files, requests_kwargs=options)
            return _exact(heard[-1]) if action == "datastore_search" else result
        except requests.RequestException as error:
            raise self._hidden(connection_error(action, error)) from None
        except ANSWER_ERRORS as error:
            raise self._hidden(answer_error(action, error, heard[-1])) from None

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


class _StreamingSession(requests.Session):
    """Sends files as multipart/form-data that is read from disk on the way, never held whole."""

    def post(self, url: str | bytes, data: Any = None, json: Any = None, **options: Any) -> Any:
        """As ``requests`` does it, but for ``files``, {field: FilePart}, and their ``progress``."""
        files, progress = options.pop("files", None), options.pop("progress", None)
        if files:
            parts = [(name.decode(), text) for name, text in data.items()]
            parts += [(field, _part(*file)) for field, file in files.items()]
            data = MultipartEncoderMonitor(MultipartEncoder(parts), _grown(progress))
            options["headers"]["Content-Type"] = data.content_type
        return super().post(url, data, json, **options)


def _grown(progress: Sent) -> Callable[[MultipartEncoderMonitor], None]:
    """Tells ``progress`` of each read that gave bytes: the last finds the end, and gives none."""
    told = 0

    def tell(body: MultipartEncoderMonitor) -> None:
        nonlocal told
        if body.bytes_read > told:
            told = body.bytes_read
            progress(told, body.len)

    return tell


def _part(name: str, content: Path | bytes) -> tuple[str, Any, str]:
    body = content if isinstance(content, bytes) else _Lazy(content)
    return name, body, "application/octet-stream"


class _Lazy:
    """A file that is open only while a block of it is read: there may be more than may be open."""

    def __init__(self, path: Path) -> None:
        self._path, self._at = path, 0
        #: The bytes that are left, as MultipartEncoder asks for them.
        self.len = path.stat().st_size

    def read(self, size: int) -> bytes:
        with self._path.open("rb") as file:
            file.seek(self._at)
            block = file.read(size)
        self._at += len(block)
        # A file that became shorter has ended.
        self.len = self.len - len(block) if block else 0
        return block


def _exact(response: requests.Response) -> Any:
    """The result with its numbers as they are: ckanapi's floats would lose digits."""
    return json.loads(response.text, parse_float=Decimal)["result"]
