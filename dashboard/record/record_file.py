"""The file of a record, wherever it comes from: brought by the user, named at the start, or of ``data/``."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class RecordFile:
    """A file as it came. ``name`` is that of the record, ``key`` the digest of the content.

    ``bundled``: it is of ``data/``; ``shared``: every visitor has it. ``note`` says, as plain text, in which
    way it isn't the file as it is now; ``before`` is the last copy that could be read, where this one may be
    half-written.
    """

    name: str
    key: str
    content: bytes
    bundled: bool = False
    shared: bool = False
    note: str = ""
    before: "RecordFile | None" = None


def digest(content: bytes) -> str:
    """The name of a file's content: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


def record_file(name: str, content: bytes, *, bundled: bool = False, shared: bool = False) -> RecordFile:
    """A file with its digest."""
    return RecordFile(name, digest(content), content, bundled, shared)
