"""A real CKAN portal on this machine, for trying a publication before the public one is touched.

``up`` installs CKAN with PostgreSQL and Redis from wheels into a folder of its own (its *home*),
starts it on the loopback interface and returns a ``Portal``; ``status`` looks; ``down`` stops it.
It needs Linux on x86-64 with glibc and, this one or another on PATH, Python 3.11 or 3.12 with venv;
no root right or container, and no other system package.
"""

from .access import Request, parse_requests, read_requests
from .lifecycle import Portal, down, status, up
from .versions import VERSIONS

__all__ = [
    "VERSIONS",
    "Portal",
    "Request",
    "down",
    "parse_requests",
    "read_requests",
    "status",
    "up",
]
