"""The matcher of a command: over the installed library, or over a file's throw-away one."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from matcher.encoder.registry import load_encoder
from matcher.engine import Matcher
from service.config import Config
from service.progress import ProgressBar
from service.runtime import Runtime


def matcher_for(
    config: Config, *, encoder: str | None, library: Path | None, progress: ProgressBar
) -> tuple[Matcher, str | None]:
    """Make a matcher for a command.

    Args:
        config: names the store and, unless `encoder` does, the encoder.
        encoder: an encoder asked for by name; unlike the configured one it must be there.
        library: a library file to match against instead; no database is touched then.
        progress: shows the indexing of a file.

    Returns:
        The matcher, and why it works on keywords only, if it does.

    Raises:
        KbError: the file or the store cannot be used.
        NotReady: the installed library cannot be loaded.
        EncoderError: the encoder that was asked for cannot be loaded.
    """
    config = replace(config, encoder_threads=os.cpu_count() or 1)  # nobody else is waiting
    if encoder is not None:
        config = replace(config, encoder=encoder)
        load_encoder(encoder, default_folder=config.encoder_folder)
    runtime = Runtime(config)
    if library is None:
        state = runtime.current()
        return state.matcher, state.notice
    from kb.exchange.importer import read_entries

    return runtime.throwaway(read_entries(library), progress=progress)
