"""Reads the corpus that ships with the package as plain rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

LABELS = {
    "service": "业务",
    "device": "设备",
    "symptom": "现象",
    "lamp": "指示灯",
    "errorcode": "错误码",
    "time": "时间频次",
    "scope": "范围",
    "action": "已做操作",
    "request": "诉求",
}
"""Lexicon file (without `.yaml`) -> category of its words."""

SPLITS = ("train", "dev", "test")


def entries() -> list[dict[str, Any]]:
    """Library lines of the seed library, file by file in the order of their names.

    Returns:
        One document an entry, as `kb.entry.Entry.from_document` reads it.
    """
    return [document for file in _files("entries", ".yaml") for document in _load_yaml(file)]


@cache
def _lexicon_file(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(_load_yaml(resources.files("corpus") / "lexicon" / f"{name}.yaml"))


def lexicon_groups() -> Iterator[dict[str, Any]]:
    """Synonym groups of the lexicon.

    Yields:
        `{"label", "word", "synonyms", "why"?}`.
    """
    for name, label in LABELS.items():
        for group in _lexicon_file(name):
            yield {"label": label, **group}


def confusions() -> dict[str, str]:
    """Wrong -> right forms that speech recognition and typing produce."""
    return {row["wrong"]: row["right"] for row in _lexicon_file("confusions")}


def abbreviations() -> dict[str, str]:
    """Work-order shorthand -> what it stands for."""
    return {row["short"]: row["full"] for row in _lexicon_file("abbreviations")}


def tickets(split: str) -> list[dict[str, Any]]:
    """Labelled tickets of one split.

    Args:
        split: one of `SPLITS`.

    Returns:
        Ticket lines; empty where the split has not been written.

    Raises:
        ValueError: an unknown split.
    """
    if split not in SPLITS:
        raise ValueError(f"没有名为 {split!r} 的数据划分，应为：{'、'.join(SPLITS)}。")
    return [
        json.loads(line)
        for file in _files("tickets", ".jsonl")
        if file.name.startswith(split)
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def _files(folder: str, suffix: str) -> list[Traversable]:
    place = resources.files("corpus") / folder
    if not place.is_dir():
        return []
    return sorted((f for f in place.iterdir() if f.name.endswith(suffix)), key=lambda f: f.name)


def _load_yaml(file: Traversable) -> list[dict[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows: list[dict[str, Any]] = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader, in C where there is one
    return rows
