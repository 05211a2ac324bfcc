"""The lexicon: longest words, whole Latin words, no contradictions."""

from __future__ import annotations

import pytest

from matcher.errors import BadLexicon
from matcher.lexicon import Lexicon


def test_longest_word_wins() -> None:
    """光猫红灯 is one word where the lexicon has it."""
    lexicon = Lexicon.from_groups(
        [
            {"label": "设备", "word": "光猫", "synonyms": []},
            {"label": "指示灯", "word": "光猫红灯", "synonyms": []},
        ]
    )
    assert [hit.word.text for hit in lexicon.find("光猫红灯")] == ["光猫红灯"]


def test_latin_words_are_found_whole() -> None:
    """`los` is not in `close`, but beside Han it is a word."""
    lexicon = Lexicon.from_groups([{"label": "指示灯", "word": "LOS", "synonyms": []}])
    assert lexicon.find("close") == []
    assert [hit.start for hit in lexicon.find("光猫los灯")] == [2]


def test_one_text_in_two_categories_is_refused() -> None:
    """The message names the word and both categories."""
    groups = [
        {"label": "设备", "word": "光猫", "synonyms": []},
        {"label": "业务", "word": "光 猫", "synonyms": ["光猫"]},
    ]
    with pytest.raises(BadLexicon, match="光猫.*设备.*业务"):
        Lexicon.from_groups(groups)


def test_unknown_category_is_refused() -> None:
    """The message lists the known ones."""
    with pytest.raises(BadLexicon, match="颜色.*业务、设备"):
        Lexicon.from_groups([{"label": "颜色", "word": "红"}])


def test_identity_changes_with_the_contents(lexicon: Lexicon) -> None:
    """Equal contents, equal identity; one more word, another."""
    words = list(lexicon)
    assert Lexicon(words, lexicon.confusions).identity == lexicon.identity
    assert Lexicon(words[1:], lexicon.confusions).identity != lexicon.identity
    assert Lexicon(words).identity != lexicon.identity


def test_empty_lexicon_finds_nothing() -> None:
    """No words, no hits, no error."""
    assert Lexicon([]).find("光猫") == []
