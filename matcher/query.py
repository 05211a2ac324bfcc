"""A complaint with its handling record, as one question to the library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.cases import told as together
from matcher.encoder.base import Encoder
from matcher.reading import Reader, Reading, Told, require_content


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked.

    Attributes:
        readings: `text` and `handling` -> what was read in it.
        words: word -> how often, both texts together.
        grams: character gram -> how often, both texts together.
        record: word -> how often, in the handling record alone.
        told: key information of both texts; the handling record overrules the complaint.
        vector: `(dim,)` unit vector of both texts together; None without an encoder.
    """

    readings: Mapping[str, Reading]
    words: Counter[str]
    grams: Counter[str]
    record: Counter[str]
    told: Told
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
        record=Counter(record.words),
        told=complaint.told.overruled_by(record.told),
        vector=encoder.encode([together(complaint.text, record.text)], kind="query")[0]
        if encoder
        else None,
    )
