"""A text as the matcher reads it: normal form, key information, words and grams, computed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matcher.correct import Corrector
from matcher.errors import BadText, EmptyText, TextTooLong
from matcher.keyinfo import Span, key_information
from matcher.lexicon import Lexicon
from matcher.mishearing import Mishearing
from matcher.normalise import Normalised, normalise
from matcher.segment import Segmenter, character_grams

MAX_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Told:
    """Key information of one text or of a ticket, in canonical forms.

    Attributes:
        asserted: what is said to be so.
        denied: what is denied and asserted nowhere.
    """

    asserted: frozenset[str]
    denied: frozenset[str]

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Told:
        """What some spans tell."""
        held = tuple(spans)
        asserted = frozenset(span.canonical for span in held if not span.negated)
        return cls(asserted, frozenset(s.canonical for s in held if s.negated) - asserted)

    def overruled_by(self, record: Told) -> Told:
        """What a complaint and its handling record tell together; the record has the last word."""
        return Told(
            (self.asserted - record.denied) | record.asserted,
            (self.denied - record.asserted) | record.denied,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one text.

    Attributes:
        normal: normal form with its offset map, recognition errors put right.
        spans: key information, offsets in `normal.text`.
        words: jieba words in search mode.
        grams: character 1- and 2-grams.
    """

    normal: Normalised
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    grams: tuple[str, ...]

    @property
    def text(self) -> str:
        """The normal form."""
        return self.normal.text

    @property
    def told(self) -> Told:
        """What its key information tells."""
        return Told.of(self.spans)

    def original_spans(self) -> Iterator[tuple[int, int, Span]]:
        """Spans with `(start, end)` in code points of the text as it was sent."""
        for span in self.spans:
            start, end = self.normal.span(span.start, span.end)
            yield start, end, span


class Reader:
    """Reads texts with one lexicon.

    Args:
        lexicon: words to mark; they are also kept whole in segmentation.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.segmenter = Segmenter(word.text for word in lexicon)
        self._corrector = Corrector(lexicon.confusions)
        self._mishearing = Mishearing((word.text for word in lexicon), segmenter=self.segmenter)

    def read(self, text: str) -> Reading:
        """Read one text.

        Args:
            text: as it was sent; an empty one gives an empty reading.

        Returns:
            What was read.

        Raises:
            TextTooLong: it has more than 20,000 code points.
            BadText: it holds NUL or half of a surrogate pair.
        """
        normal = self.normal(text)
        return Reading(
            normal=normal,
            spans=tuple(key_information(normal.text, lexicon=self.lexicon)),
            words=tuple(self.segmenter.words(normal.text)),
            grams=tuple(character_grams(normal.text)),
        )

    def normal(self, text: str) -> Normalised:
        """Normal form of a text, recognition errors put right; raises what `read` raises."""
        check_text(text)
        return self._mishearing.apply(self._corrector.apply(normalise(text)))

    def told(self, text: str) -> Told:
        """What a text of an entry tells; texts that editors wrote need no correction."""
        return Told.of(key_information(normalise(text).text, lexicon=self.lexicon))


def polarity(own: Iterable[Told], cases: Iterable[Told]) -> dict[str, float]:
    """How far an entry asserts rather than denies each piece of its key information.

    Args:
        own: what the entry's own texts tell; only their forms count as its key information.
        cases: what complaints about it tell, as further witnesses for those forms.

    Returns:
        Canonical form -> (asserted + 0.5) / (asserted + denied + 0.5), in (0, 1]: 1 when it is
        never denied.
    """
    asserted: Counter[str] = Counter()
    denied: Counter[str] = Counter()
    forms: set[str] = set()
    for told in own:
        forms |= told.asserted | told.denied
        asserted.update(told.asserted)
        denied.update(told.denied)
    for told in cases:
        asserted.update(told.asserted)
        denied.update(told.denied)
    return {
        form: (asserted[form] + 0.5) / (asserted[form] + denied[form] + 0.5)
        for form in sorted(forms)
    }


def check_text(text: str) -> None:
    """Refuse a text that cannot be read safely.

    Raises:
        TextTooLong: it has more than 20,000 code points.
        BadText: it holds NUL or half of a surrogate pair.
    """
    if len(text) > MAX_TEXT:
        raise TextTooLong(
            f"文本有 {len(text):,} 个字符，最多 {MAX_TEXT:,} 个。请只粘贴这一张工单的内容。"
        )
    for position, character in enumerate(text):
        if character == "\0" or "\ud800" <= character <= "\udfff":
            raise BadText(
                f"文本第 {position + 1} 个字符是 U+{ord(character):04X}，不是合法文字。"
                "请重新复制工单，或检查对接系统的编码是否为 UTF-8。"
            )


def require_content(text: str, reading: Reading) -> None:
    """Refuse a complaint that says nothing.

    Raises:
        EmptyText: no letter, digit or ideograph is left after normalisation.
    """
    if not any(character.isalnum() for character in reading.text):
        shown = f"（收到“{text.strip()[:20]}”）" if text.strip() else ""
        raise EmptyText(f"投诉内容为空{shown}。请粘贴客户的原话或工单描述。")
