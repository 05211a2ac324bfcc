"""A small library whose right answers can be seen by eye."""

from __future__ import annotations

import pytest

from kb.entry import Entry
from matcher.engine import Matcher
from matcher.fusion import FORMAT
from matcher.lexicon import Lexicon
from matcher.reading import Reader

GROUPS = [
    {"label": "设备", "word": "光猫", "synonyms": ["猫", "小白盒"]},
    {"label": "设备", "word": "路由器", "synonyms": []},
    {"label": "指示灯", "word": "红灯", "synonyms": ["红光"]},
    {"label": "现象", "word": "上不了网", "synonyms": ["没网", "断网"]},
    {"label": "现象", "word": "掉线", "synonyms": []},
    {"label": "现象", "word": "欠费", "synonyms": []},
    {"label": "现象", "word": "没有声音", "synonyms": ["无声"]},
    {"label": "范围", "word": "整栋楼", "synonyms": []},
    {"label": "诉求", "word": "尽快处理", "synonyms": []},
]

DOCUMENTS = [
    {
        "code": "T-001",
        "title": "光猫红灯断网",
        "service": "宽带",
        "symptoms": ["光猫亮红灯，家里全都上不了网", "小白盒上有红光，没网"],
        "key_info": ["光猫红灯", "断网"],
        "exclude_info": ["整栋楼都断"],
        "neighbours": [
            {
                "code": "T-002",
                "question": "整栋楼都断了吗？",
                "answers": [
                    {"answer": "只有我家", "code": "T-001"},
                    {"answer": "整栋楼", "code": "T-002"},
                ],
            }
        ],
    },
    {
        "code": "T-002",
        "title": "整栋楼断网",
        "service": "宽带",
        "symptoms": ["整栋楼的光猫都是红灯，大家都上不了网"],
        "key_info": ["整栋楼断网"],
    },
    {
        "code": "T-003",
        "title": "欠费停机",
        "service": "账号",
        "symptoms": ["欠费了被停机，交完费还是打不出去"],
        "key_info": ["欠费"],
    },
    {
        "code": "T-004",
        "title": "电视没有声音",
        "service": "IPTV",
        "symptoms": ["看电视有画面没有声音", "机顶盒无声"],
    },
]


HAND_SET = {
    "features": {
        "grams": 40.0,
        "words": 10.0,
        "record": 10.0,
        "stated": 2.0,
        "denied": 4.0,
        "remembered": 9.0,
        "answered": 5.0,
    },
    "sharpness": 1.0,
    "fit": {"intercept": -2.0, "score": 0.5},
    "match_at": 0.6,
    "none_below": 0.2,
}
WEIGHTS = {"format": FORMAT, "name": "hand-set", "modes": {"keyword_only": HAND_SET}}


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """Nine groups."""
    return Lexicon.from_groups(GROUPS, {"光毛": "光猫", "掉现": "掉线"})


@pytest.fixture(scope="session")
def reader(lexicon: Lexicon) -> Reader:
    """Reads with the small lexicon."""
    return Reader(lexicon)


@pytest.fixture(scope="session")
def entries() -> list[Entry]:
    """Four entries."""
    return [Entry.from_document(document) for document in DOCUMENTS]


@pytest.fixture(scope="session")
def weights() -> dict[str, object]:
    """The weights of `matcher`."""
    return WEIGHTS


@pytest.fixture(scope="session")
def matcher(entries: list[Entry], lexicon: Lexicon) -> Matcher:
    """Keywords only over the four entries, with weights that no training changes."""
    return Matcher.build(entries, lexicon=lexicon, weights=WEIGHTS)
