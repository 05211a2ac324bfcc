"""Command line: 0 clean, 1 findings, 2 unreadable; and the corpus that ships is clean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench.corpus_check import coverage
from bench.corpus_check.__main__ import main
from bench.corpus_check.checks import CHECKS, run
from bench.corpus_check.rows import Corpus, UnreadableCorpus, load

DOCUMENT = Path(__file__).parents[3] / "docs" / "library.md"


@pytest.fixture(scope="module")
def shipped() -> Corpus:
    """What ships, read once."""
    return load()


@pytest.mark.parametrize("name", CHECKS)
def test_the_shipped_corpus_is_clean(shipped: Corpus, name: str) -> None:
    """Nothing to mend; splits that are not written yet are only noted."""
    assert [str(finding) for finding in run(shipped, [name])[name].findings] == []


def test_the_guide_tells_the_truth(shipped: Corpus) -> None:
    """docs/library.md holds the table that `--coverage` prints."""
    table = "\n".join(coverage.table(shipped.entries))
    assert table in DOCUMENT.read_text(encoding="utf-8"), f"请更新覆盖表：\n{table}"


def _part_of(part: Any, whole: Any) -> bool:
    """Whether a value is the other, or leaves out some of its fields and items."""
    if isinstance(part, dict):
        return all(key in whole and _part_of(part[key], whole[key]) for key in part)
    if isinstance(part, list):
        return all(any(_part_of(item, other) for other in whole) for item in part)
    return bool(part == whole)


def test_the_worked_example_is_an_entry(shipped: Corpus) -> None:
    """What docs/library.md explains is what BB-013 says."""
    text = DOCUMENT.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    example = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - strings only, nothing is built
    (entry,) = (row for row in shipped.entries if row["code"] == example["code"])
    as_strings = yaml.load(yaml.safe_dump(entry, allow_unicode=True), Loader=yaml.BaseLoader)  # noqa: S506
    assert _part_of(example, as_strings)


def test_coverage_of_nothing() -> None:
    """An empty library has a head and an empty sum."""
    assert coverage.table([])[-1] == "|  | all | 0 | 0 | 0 | 0 | – |"


def test_clean_exits_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    """One check, its figures, no finding."""
    assert main(["--check", "guides"]) == 0
    assert capsys.readouterr().out.endswith("共发现 0 项须改正，0 项提示。\n")


def test_findings_exit_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of tickets with one bad label."""
    line = {"_id": "dev-1", "text": "没网", "code": "BB-999", "style": "hard"}
    (tmp_path / "dev_1.jsonl").write_text(json.dumps(line) + "\n\n", encoding="utf-8")
    assert main(["--tickets", str(tmp_path), "--check", "tickets"]) == 1
    assert "发现 [tickets] dev-1：编码 BB-999 不在经验库里" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("dev.jsonl", "{}\n{", "dev.jsonl 第 2 行不是合法的 JSON"),
        ("extra.jsonl", "{}", "extra.jsonl 不属于任何划分"),
    ],
)
def test_unreadable_exits_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, said: str
) -> None:
    """The file is named, nothing is checked."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["--tickets", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    """A mistyped path is no empty split."""
    with pytest.raises(UnreadableCorpus, match="没有文件夹"):
        load(tmp_path / "nowhere")


def test_unknown_checks_are_refused(shipped: Corpus) -> None:
    """The error lists what there is."""
    with pytest.raises(ValueError, match="没有名为 spelling 的检查，应为：schema、"):
        run(shipped, ["spelling"])


def test_bad_rows_reach_only_the_check_that_names_them() -> None:
    """An entry or a ticket of the wrong shape stops no other check."""
    corpus = Corpus({"bb": ["光猫", {"code": "BB-001"}]}, {"dev": [1, {"_id": "dev-1"}]})
    results = run(corpus)
    assert results["schema"].findings
    assert results["tickets"].findings
    assert corpus.entries == []
    assert corpus.tickets == {"dev": []}
