"""Hashes by algorithms, or in spellings, that frictionless passes over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from fiscal_notice.schema_check.hashing import PIECE
from fiscal_notice.validate.advice.hits import Hit
from fiscal_notice.validate.advice.inspected import Inspected

# The only spellings that frictionless compares.
_COMPARED = ("md5", "sha256")


def hashes(inspected: Inspected) -> Iterator[Hit] | None:
    """A resource has the hash that its descriptor states, whatever the algorithm.

    资源的哈希值与描述文件所载一致，不论何种算法。

    Holds: hash is sha1:… or SHA-512:…, and the file has this hash.

    Breaks: hash is sha1:0000…, which the file does not have.

    Basis: frictionless compares md5 and sha256 and passes over all others.
    """
    stated = inspected.raw.get("hash")
    name, colon, digest = stated.partition(":") if isinstance(stated, str) else ("", "", "")
    if not colon or name in _COMPARED or not inspected.files:
        return None
    algorithm = known(name)
    if algorithm is None:
        return iter([Hit(kind="hash-unknown", found=name, expected="sha256")])
    actual = hash_of(inspected.files, algorithm, len(digest.strip()) // 2)
    if actual == digest.strip().lower():
        return iter(())
    return iter([Hit(kind="hash-differs", found=actual, expected=digest, words={"by": algorithm})])


def known(name: str) -> str | None:
    """Hashlib's name of an algorithm in any spelling: SHA-1, sha3_256, Blake2b; None if unknown."""
    return _NAMES.get(_plain(name))


def hash_of(files: Sequence[Path], algorithm: str, length: int) -> str:
    """The hash of the files one after the other, in hexadecimal; ``length`` bytes if it may vary.

    Raises OSError.
    """
    made: Any = hashlib.new(algorithm, usedforsecurity=False)
    for path in files:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                made.update(piece)
    # Only algorithms of variable length take a length, and have no size of their own.
    return str(made.hexdigest() if made.digest_size else made.hexdigest(length))


def _plain(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())


_NAMES = {_plain(name): name for name in sorted(hashlib.algorithms_guaranteed)}
