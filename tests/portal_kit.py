"""Someone who asks a portal, and which CKAN the tests run."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import requests

VERSION = os.environ.get("FISCAL_NOTICE_TEST_CKAN", "2.12")


@dataclass(frozen=True)
class Caller:
    """Someone who asks the portal: anonymous without a token."""

    url: str
    token: str | None = field(default=None, repr=False)

    def post(self, action: str, **data: Any) -> requests.Response:
        headers = {"Authorization": self.token} if self.token else {}
        address = f"{self.url}/api/3/action/{action}"
        return requests.post(address, json=data, headers=headers, timeout=60)

    def act(self, action: str, **data: Any) -> Any:
        response = self.post(action, **data)
        assert response.status_code == 200, f"{action}: {response.status_code} {response.text}"
        return response.json()["result"]
