"""The manifest of an encoder's folder: what is in it, where it came from, and whether it is sound.

A folder is ``manifest.json`` and the files that it lists with their SHA-256. Nothing of a folder
is used before `verify` has passed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from matcher.encoder.errors import EncoderDamaged, EncoderMissing

MANIFEST = "manifest.json"
FORMAT = 2
"""Raised whenever an older reader would misunderstand the folder."""


@dataclass(frozen=True)
class FileRecord:
    """One file of the folder: name, bytes, SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Source:
    """The data file that the weights were read from, and the package that carried it."""

    package: str
    version: str
    file: str
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a folder holds; `adapter` is the fingerprint of the adapter that was added, if any."""

    format: int
    name: str
    dim: int
    licence: str
    source: Source
    adapter: str | None
    files: tuple[FileRecord, ...]

    @property
    def identity(self) -> str:
        """SHA-256 over name and files: equal files give equal vectors."""
        lines = [self.name, *(f"{file.name} {file.sha256}" for file in self.files)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def to_json(self) -> str:
        """Readable JSON; `read_manifest` gives back an equal manifest."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def record(path: Path) -> FileRecord:
    """Describe a finished file."""
    return FileRecord(path.name, path.stat().st_size, sha256_of(path))


def read_manifest(folder: Path) -> Manifest:
    """Read and check the manifest itself, not yet the files.

    Raises:
        EncoderMissing: there is no manifest.
        EncoderDamaged: it is not ours, or of another format version.
    """
    path = folder / MANIFEST
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise EncoderMissing.folder(folder) from error
    except ValueError as error:
        raise EncoderDamaged.manifest(path, f"不是 JSON（{error}）") from error
    found = fields.get("format") if isinstance(fields, dict) else None
    if found != FORMAT:
        raise EncoderDamaged.manifest(path, f"格式版本是 {found!r}，应为 {FORMAT}")
    try:
        return _from_fields(fields)
    except (KeyError, TypeError, ValueError) as error:
        raise EncoderDamaged.manifest(path, f"缺少或多出字段（{error}）") from error


def verify(folder: Path, manifest: Manifest) -> None:
    """Check every file of the folder against the manifest.

    Raises:
        EncoderMissing: a file is not there.
        EncoderDamaged: a file has other contents.
    """
    for expected in manifest.files:
        path = folder / expected.name
        if not path.is_file():
            raise EncoderMissing.file(path)
        found = sha256_of(path)
        if found != expected.sha256:
            raise EncoderDamaged.digest(path, found, expected.sha256)


def _from_fields(fields: dict[str, Any]) -> Manifest:
    files = tuple(FileRecord(**file) for file in fields["files"])
    if any(Path(file.name).name != file.name for file in files):
        raise ValueError(f"files: {[file.name for file in files]}")
    rest = {key: value for key, value in fields.items() if key not in ("files", "source")}
    return Manifest(**rest, source=Source(**fields["source"]), files=files)
