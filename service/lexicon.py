"""The lexicon that ships with the corpus, as the matcher takes it."""

from __future__ import annotations

from functools import cache

from corpus.reader import confusions, lexicon_groups
from matcher.lexicon import Lexicon


@cache
def seed_lexicon() -> Lexicon:
    """The seed lexicon; built once a process."""
    return Lexicon.from_groups(lexicon_groups(), confusions())
