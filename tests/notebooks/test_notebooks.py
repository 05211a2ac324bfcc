"""The studies run on a small sample, and their figures are those of `faultkb evaluate`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner

from bench.study.execution import NOTEBOOKS, execute, pictures
from bench.study.sample import Parameters
from corpus.reader import tickets
from service.commands.evaluate import command
from service.config import Config
from service.installation import install

SMALL = Parameters(split="dev", limit=60, encoder="none")
PICTURES = {"accuracy_study": 5, "error_study": 4}
STORED = sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Any]]]:
    """Both studies, at work side by side on sixty tickets, keywords only."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("FAULTKB_", "MPL"))}
    environment |= {
        "FAULTKB_HOME": str(tmp_path_factory.mktemp("study")),
        "FAULTKB_STUDY_SPLIT": SMALL.split,
        "FAULTKB_STUDY_LIMIT": str(SMALL.limit),
        "FAULTKB_STUDY_ENCODER": SMALL.encoder,
        "IPYTHONDIR": str(tmp_path_factory.mktemp("ipython")),
    }
    with ThreadPoolExecutor() as pool:
        yield {
            path.stem: pool.submit(execute, path, environment=environment, timeout=60)
            for path in STORED
        }


@pytest.fixture(scope="module")
def evaluated(
    running: dict[str, Future[Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What `faultkb evaluate` reports on the same tickets while the studies run."""
    folder = tmp_path_factory.mktemp("evaluated")
    drawn = {ticket.identifier for ticket in SMALL.tickets()}
    rows = [row for row in tickets(SMALL.split) if row["_id"] in drawn]
    source = folder / "tickets.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    install(Config.at(folder / "var", encoder="none"))
    variables = {"FAULTKB_HOME": str(folder / "var"), "FAULTKB_ENCODER": "none", "FAULTKB_DB": ""}
    done = CliRunner().invoke(command, ["--tickets", str(source)], env=variables)
    assert done.exit_code == 0, done.output
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_both_studies_are_there() -> None:
    """One about accuracy, one about errors."""
    assert [path.stem for path in STORED] == sorted(PICTURES)


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_stored_without_outputs(path: Path) -> None:
    """A valid notebook whose cells have names that stay, and nothing that a run left behind."""
    book = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(book)
    assert book.nbformat == 4
    assert book.metadata.kernelspec.name == "python3"
    assert len({cell.id for cell in book.cells}) == len(book.cells)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.usefixtures("evaluated")  # at work while the studies run
def test_runs_and_draws(running: dict[str, Future[Any]], name: str) -> None:
    """Every cell runs and warns of nothing, missing glyphs included; all pictures are there."""
    book = running[name].result()
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert {output.output_type for output in outputs} <= {
        "display_data",
        "execute_result",
        "stream",
    }
    said = "".join(output.text for output in outputs if output.get("name") == "stderr")
    assert "Warning" not in said
    drawn = pictures(book)
    assert len(drawn) == PICTURES[name]
    assert all(picture.startswith(b"\x89PNG") for picture in drawn.values())


@pytest.mark.parametrize("name", PICTURES)
def test_figures_are_those_of_evaluate(
    running: dict[str, Future[Any]], evaluated: dict[str, Any], name: str
) -> None:
    """The object that a study ends with holds what the report holds, of the same library."""
    shown = json.loads(running[name].result().cells[-1].outputs[0].text)
    assert shown["n"] == SMALL.limit
    assert _content(shown.pop("snapshot")) == _content(evaluated["snapshot"])
    common = shown.keys() & evaluated.keys()
    assert {key: shown[key] for key in common} == {key: evaluated[key] for key in common}
    assert common >= {"hit@1", "hit@3", "hit@5", "mrr@10", "ndcg@10"}


def test_each_study_ends_with_its_own_figures(
    running: dict[str, Future[Any]], evaluated: dict[str, Any]
) -> None:
    """Accuracy shows the whole report but the misses; errors show the misses, each counted once."""
    accuracy, errors = (
        json.loads(running[name].result().cells[-1].outputs[0].text)
        for name in ("accuracy_study", "error_study")
    )
    assert accuracy.keys() == evaluated.keys() - {"worst"}
    assert evaluated["reject_auc"] is not None, "the sample holds texts without an entry"
    assert errors["worst"] == evaluated["worst"]
    assert errors["misses"] == len(evaluated["worst"])  # fewer than the thirty that are listed
    assert sum(number for _, _, number in errors["confusions"]) == errors["misses"]
    assert sum(number for _, number in errors["questions"].values()) == errors["misses"]


def _content(snapshot: str) -> str:
    """A snapshot id without the revision of the store: an installed library counts from one."""
    return snapshot.partition("-")[2]
