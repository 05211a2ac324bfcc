"""Check 10: the lexicon is large, contradicts nothing, and no correction spoils its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from matcher.normalise import normalise

from .report import Finding, Result
from .rows import Row


def check(
    groups: Sequence[Row],
    confusions: Mapping[str, str],
    *,
    fewest_words: int = 1500,
    fewest_groups: int = 300,
) -> Result:
    """Check synonym groups and confusions.

    Args:
        groups: `{"label", "word", "synonyms"}`.
        confusions: wrong -> right forms.
        fewest_words: fewest distinct words in normal form.
        fewest_groups: fewest groups of a word and at least one synonym.

    Returns:
        Findings by word; words in two groups of one category, and confusions that normalising
        already undoes, as notes.
    """
    homes: dict[str, list[tuple[str, str]]] = {}
    for group in groups:
        for text in dict.fromkeys(map(_plain, (group["word"], *(group.get("synonyms") or ())))):
            homes.setdefault(text, []).append((group["label"], _plain(group["word"])))
    synonymous = sum(bool(group.get("synonyms")) for group in groups)
    return Result(
        counts={
            "词": str(len(homes)),
            "同义词组": str(synonymous),
            "易混写法": str(len(confusions)),
        },
        findings=(
            *_too_small(len(homes), fewest_words, "个词"),
            *_too_small(synonymous, fewest_groups, "个同义词组"),
            *_contradicted(homes),
            *_spoiled(homes, confusions),
        ),
        notes=(*_shared(homes), *_needless(confusions)),
    )


def _idle(wrong: str, confusions: Mapping[str, str]) -> bool:
    """Whether normalising alone already makes the right form (错误六九幺 -> 错误691)."""
    return _plain(wrong) == _plain(confusions[wrong])


def _plain(text: object) -> str:
    return normalise(str(text)).text.strip()


def _too_small(found: int, fewest: int, what: str) -> Iterator[Finding]:
    if found < fewest:
        yield Finding("词典", f"有 {found} {what}，至少要 {fewest}；请补充。")


def _contradicted(homes: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[Finding]:
    for word, places in homes.items():
        labels = sorted({label for label, _ in places})
        if len(labels) > 1:
            yield Finding(word, f"同时属于{'、'.join(labels)}；请只保留一类。")


def _shared(homes: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[Finding]:
    for word, places in homes.items():
        if len({label for label, _ in places}) == 1 < len(places):
            canonical = "、".join(word for _, word in places)
            yield Finding(word, f"在同一类的几组里都有（{canonical}）；只有第一组生效。")


def _needless(confusions: Mapping[str, str]) -> Iterator[Finding]:
    for wrong in sorted(confusions):
        if _idle(wrong, confusions):
            yield Finding(wrong, f"归一后就是“{_plain(wrong)}”，这条易混写法不起作用，可删除。")


def _spoiled(
    homes: Mapping[str, Sequence[tuple[str, str]]], confusions: Mapping[str, str]
) -> Iterator[Finding]:
    for wrong in sorted(_plain(wrong) for wrong in confusions if not _idle(wrong, confusions)):
        words = [word for word in homes if wrong in word]
        if words:
            listed = "、".join(words[:5])
            yield Finding(wrong, f"易混写法会改坏词条 {listed}；请删除它，或写得更长。")
