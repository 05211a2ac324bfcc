"""What a study is run on: which tickets, how many, and the matcher that is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from bench.laboratory import Laboratory, split
from matcher.encoder.errors import EncoderMissing
from matcher.engine import Matcher
from matcher.tickets import Ticket
from service.errors import BadConfiguration


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a study is run on.

    Attributes:
        split: one of `corpus.reader.SPLITS`.
        limit: how many tickets at the most; None for all.
        encoder: `default`, `none`, a folder or a sentence-transformers model.
    """

    split: str = "dev"
    limit: int | None = None
    encoder: str = "default"

    @classmethod
    def from_environment(cls, variables: Mapping[str, str]) -> Self:
        """Read `FAULTKB_STUDY_SPLIT`, `_LIMIT`, `_ENCODER`.

        Args:
            variables: the environment; empty values count as missing.

        Raises:
            BadConfiguration: the limit is no number of tickets, one with and one without an entry.
        """
        limit = variables.get("FAULTKB_STUDY_LIMIT", "")
        if limit and (not limit.isdecimal() or int(limit) < 2):
            raise BadConfiguration(
                f"环境变量 FAULTKB_STUDY_LIMIT={limit!r} 无效，应为 2 以上的整数；留空取全部工单。"
            )
        return cls(
            split=variables.get("FAULTKB_STUDY_SPLIT") or cls().split,
            limit=int(limit) if limit else None,
            encoder=variables.get("FAULTKB_STUDY_ENCODER") or cls().encoder,
        )

    def tickets(self) -> list[Ticket]:
        """The labelled tickets of the split, no more than the limit.

        Raises:
            ValueError: an unknown split.
        """
        return draw(split(self.split), self.limit)

    def matcher(self) -> Matcher:
        """A matcher over the shipped library and cases; `make eval` shares its kept vectors.

        Raises:
            EncoderError: an encoder other than the default is missing, or one is damaged.
            IndexRefused: the kept vectors are damaged or of another encoder.
        """
        try:
            laboratory = Laboratory.open(self.encoder)
        except EncoderMissing:
            if self.encoder != "default":
                raise
            laboratory = Laboratory(None, None)
        return laboratory.matcher(split("train"))


def draw(tickets: Sequence[Ticket], limit: int | None, *, seed: int = 0) -> list[Ticket]:
    """A sample in which every voice, with and without an entry, keeps its share.

    Args:
        tickets: what to draw from.
        limit: how many at the most; None for all.
        seed: of the generator; the same seed draws the same tickets.

    Returns:
        The drawn tickets in their order; at least one of each kind when the limit allows.
    """
    kinds: dict[tuple[str, bool], list[int]] = {}
    for number, ticket in enumerate(tickets):
        kinds.setdefault((ticket.style or "", not ticket.codes), []).append(number)
    shuffle = np.random.default_rng(seed).permutation
    turns = [
        (turn / len(kinds[kind]), kind, number)
        for kind in sorted(kinds)
        for turn, number in enumerate(shuffle(kinds[kind]).tolist())
    ]
    return [tickets[number] for number in sorted(number for _, _, number in sorted(turns)[:limit])]
