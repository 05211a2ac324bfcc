"""Writing the library to a file, which is there whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import ExportRefused
from kb.exchange.formats import format_of

if TYPE_CHECKING:
    from kb.store import Store


def export_file(store: Store, path: str | Path) -> int:
    """Write the latest version of every entry that is not retired, in insertion order.

    The file is written beside its place under another name and then renamed, so that a reader
    never finds half of it and a failure leaves an earlier file as it was.

    Args:
        store: the library.
        path: where to write; the suffix tells the format.

    Returns:
        How many entries were written.

    Raises:
        ExportRefused: if the suffix is unknown, the place cannot be written, or an entry does not
            fit the format.
        StoreUnavailable: if the database fails.
    """
    path = Path(path)
    write = format_of(path, ExportRefused).write
    documents = list(store.export())
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            write(documents, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise ExportRefused(
            f"{path} 写不进去（{error.strerror}）；请检查路径、权限和空间。"
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return len(documents)
