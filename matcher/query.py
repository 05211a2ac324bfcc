"""A complaint with its handling record, as one question to the library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.cases import told
from matcher.encoder.base import Encoder
from matcher.reading import Reader, Reading, require_content
from matcher.sound import sound_grams


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked.

    Attributes:
        readings: `text` and `handling` -> what was read in it.
        words: word -> how often, both texts together.
        grams: character gram -> how often, both texts together.
        sound: pair of syllables -> how often, both texts together.
        asserted: canonical key information asserted; the handling record overrules the complaint.
        denied: canonical key information denied.
        vector: `(dim,)` unit vector of both texts together; None without an encoder.
    """

    readings: Mapping[str, Reading]
    words: Counter[str]
    grams: Counter[str]
    sound: Counter[str]
    asserted: frozenset[str]
    denied: frozenset[str]
    vector: NDArray[np.float32] | None


def read_query(text: str, handling: str, *, reader: Reader, encoder: Encoder | None) -> Query:
    """Read a complaint and its handling record.

    Args:
        text: the complaint, as it was sent.
        handling: the handling record; may be empty.
        reader: reads both.
        encoder: turns both into vectors; None for keywords only.

    Returns:
        The query.

    Raises:
        EmptyText: the complaint says nothing.
        TextTooLong: one of the texts has more than 20,000 code points.
        BadText: one of the texts holds NUL or half of a surrogate pair.
    """
    complaint = reader.read(text)
    require_content(text, complaint)
    record = reader.read(handling)
    return Query(
        readings={"text": complaint, "handling": record},
        words=Counter((*complaint.words, *record.words)),
        grams=Counter((*complaint.grams, *record.grams)),
        sound=Counter((*sound_grams(complaint.text), *sound_grams(record.text))),
        asserted=(complaint.asserted() - record.denied()) | record.asserted(),
        denied=(complaint.denied() - record.asserted()) | record.denied(),
        vector=encoder.encode([told(complaint.text, record.text)], kind="query")[0]
        if encoder
        else None,
    )
