"""What the studies in `notebooks/` share, and how they are run: `make notebooks`.

    python -m bench.study [--out build/notebooks] [NOTEBOOK ...]

executes them on `FAULTKB_STUDY_SPLIT` (default `dev`), at most `FAULTKB_STUDY_LIMIT` tickets, with
the encoder `FAULTKB_STUDY_ENCODER` (`default`: that of `FAULTKB_HOME` if it is there; `none`:
keywords only), and keeps each with its outputs and its pictures as PNG.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import os
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from numpy.typing import NDArray

from corpus.reader import entries
from corpus.reader import tickets as corpus_tickets
from kb.entry import Entry
from matcher.encoder.errors import EncoderMissing
from matcher.encoder.registry import load_encoder
from matcher.engine import Matcher
from matcher.evaluate import Outcome
from matcher.metrics import bootstrap_interval, hit_at, mrr_at, ndcg_at
from matcher.tickets import Ticket, ticket_from
from matcher.vector_store import VectorStore
from service.config import Config
from service.errors import BadConfiguration
from service.seed import seed_cases, seed_lexicon

if TYPE_CHECKING:  # the notebooks import this module, but do not run notebooks
    from nbformat import NotebookNode

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
TARGET = ROOT / "build" / "notebooks"

FONT = "Noto Sans CJK SC"
"""Debian's `fonts-noto-cjk`."""

NAMES: Mapping[str, tuple[str, str]] = {
    "workorder": ("工单体", "work order"),
    "customer": ("客户口语", "customer"),
    "hard": ("难例", "hard"),
    "宽带": ("宽带", "broadband"),
    "IPTV/机顶盒": ("IPTV/机顶盒", "IPTV"),
    "移动数据4G/5G": ("移动数据4G/5G", "mobile data"),
    "移动语音": ("移动语音", "mobile voice"),
    "家庭组网/Wi-Fi": ("家庭组网/Wi-Fi", "home Wi-Fi"),
    "固话": ("固话", "fixed line"),
    "专线政企": ("专线政企", "enterprise line"),
    "短信彩信": ("短信彩信", "SMS and MMS"),
    "账号/号卡/停复机": ("账号/号卡/停复机", "account and SIM"),
    "国际漫游": ("国际漫游", "roaming"),
    "智家/视频监控": ("智家/视频监控", "smart home"),
}
"""Voice or business line -> what pictures call it, in Chinese and in English."""

Floats = NDArray[np.float64]


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
        return draw(
            [ticket_from(row, where=self.split) for row in corpus_tickets(self.split)], self.limit
        )

    def matcher(self) -> Matcher:
        """A matcher over the shipped library and cases; `make eval` shares its kept vectors.

        Raises:
            EncoderError: an encoder other than the default is missing, or one is damaged.
            IndexRefused: the kept vectors are damaged or of another encoder.
        """
        config = Config.from_environment()
        try:
            encoder = load_encoder(self.encoder, default_folder=config.encoder_folder, threads=2)
        except EncoderMissing:
            if self.encoder != "default":
                raise
            encoder = None
        return Matcher.build(
            [Entry.from_document(document) for document in entries()],
            lexicon=seed_lexicon(),
            cases=seed_cases(),
            encoder=encoder,
            store=VectorStore(config.home / "bench-index", encoder, prune=False)
            if encoder
            else None,
        )


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


@dataclass(frozen=True, slots=True)
class Share:
    """A mean over tickets and its 95 % bootstrap interval, all 0 without tickets.

    Attributes:
        value: the mean, in [0, 1].
        low: lower edge of the interval.
        high: upper edge.
        n: how many tickets.
    """

    value: float
    low: float
    high: float
    n: int

    @classmethod
    def of(cls, values: Floats) -> Self:
        """The mean of one value a ticket, in [0, 1]."""
        return cls(
            float(values.mean()) if len(values) else 0.0, *bootstrap_interval(values), len(values)
        )

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def per_ticket(outcomes: Sequence[Outcome]) -> dict[str, Floats]:
    """Figures of `matcher.evaluate.report`, ticket by ticket.

    Args:
        outcomes: outcomes of tickets that have a right entry.

    Returns:
        Figure -> one value in [0, 1] an outcome.
    """
    ranks = [np.array([outcome.rank]) for outcome in outcomes]
    figures = {f"hit@{k}": [hit_at(rank, k) for rank in ranks] for k in (1, 3, 5)}
    figures["mrr@10"] = [mrr_at(rank) for rank in ranks]
    figures["ndcg@10"] = [
        ndcg_at([[int(c in o.ticket.codes) for c in o.codes]], [len(o.ticket.codes)])
        for o in outcomes
    ]
    return {name: np.array(values, dtype=np.float64) for name, values in figures.items()}


def grouped(
    outcomes: Iterable[Outcome], key: Callable[[Outcome], str | None]
) -> dict[str, list[Outcome]]:
    """Outcomes by a key, in the order of the keys; those without one are left out."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if name := key(outcome):
            groups.setdefault(name, []).append(outcome)
    return dict(sorted(groups.items()))


class Wording:
    """Labels of pictures: Chinese where matplotlib finds the font, English elsewhere.

    Args:
        font: family that holds the Chinese glyphs.
    """

    def __init__(self, font: str = FONT) -> None:
        self.chinese = font in {known.name for known in font_manager.fontManager.ttflist}
        mpl.rcParams["figure.dpi"] = 120
        if self.chinese:
            mpl.rcParams["font.family"] = [font, "DejaVu Sans"]

    def __call__(self, chinese: str, english: str) -> str:
        """The label that can be drawn."""
        return chinese if self.chinese else english

    def name(self, key: str) -> str:
        """What to call a voice or a business line."""
        return self(*NAMES.get(key, (key, key)))


def draw_shares(
    axes: Axes,
    shares: Mapping[str, Share],
    *,
    shift: float = 0.0,
    color: str = "C0",
    label: str | None = None,
) -> None:
    """Draw a dot and its interval for each share, one below the other.

    Args:
        axes: where to draw.
        shares: label -> share, from the top.
        shift: how far below its line a dot is drawn, in lines.
        color: of dots and intervals.
        label: what the legend calls them.
    """
    values = np.array([share.value for share in shares.values()])
    below = values - np.array([share.low for share in shares.values()])
    above = np.array([share.high for share in shares.values()]) - values
    spread = np.maximum(0.0, [below, above])
    places = np.arange(len(shares)) + shift
    axes.errorbar(values, places, xerr=spread, fmt="o", capsize=3, color=color, label=label)
    axes.set_yticks(range(len(shares)), list(shares))
    axes.set_ylim(len(shares) - 0.5, -0.5)
    axes.grid(axis="x", alpha=0.3)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that a notebook shows as HTML.

    Attributes:
        rows: heading -> cell, each row with the headings of the first.
        upright: whether each row becomes a table of its own, heading beside cell.
    """

    rows: Sequence[Mapping[str, object]]
    upright: bool = False

    def _repr_html_(self) -> str:
        if not self.rows:
            return "<p>（无）</p>"
        if self.upright:
            return "\n".join(_grid(_line("td", pair) for pair in row.items()) for row in self.rows)
        head = _line("th", self.rows[0])
        return _grid([head, *(_line("td", row.values()) for row in self.rows)])


def _grid(lines: Iterable[str]) -> str:
    return f"<table>{''.join(lines)}</table>"


def _line(tag: str, cells: Iterable[object]) -> str:
    style = 'style="text-align:left;vertical-align:top"'
    shown = (f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in cells)
    texts = (html.escape(text).replace("\n", "<br>") for text in shown)
    return f"<tr>{''.join(f'<{tag} {style}>{text}</{tag}>' for text in texts)}</tr>"


def execute(
    notebook: Path, *, environment: Mapping[str, str] | None = None, timeout: int | None = None
) -> NotebookNode:
    """Run a stored notebook in the folder of the project; the file stays as it is.

    Args:
        notebook: the file.
        environment: all variables of the kernel; those of this process by default.
        timeout: seconds that a cell may take; None for any.

    Returns:
        The notebook with its outputs.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed.
    """
    import nbformat
    from nbclient import NotebookClient
    from traitlets.config import Config as Settings

    book: NotebookNode = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    variables = dict(os.environ if environment is None else environment)
    with TemporaryDirectory() as folder:
        sockets = {"transport": "ipc", "connection_file": f"{folder}/kernel.json"}  # no open port
        client = NotebookClient(
            book,
            timeout=timeout,
            kernel_name="python3",
            resources={"metadata": {"path": str(ROOT)}},
            config=Settings(KernelManager=sockets),
        )
        asyncio.run(client.async_execute(env=variables))
    return book


def pictures(book: NotebookNode) -> dict[str, bytes]:
    """Pictures of an executed notebook: `<cell id>-<number>` -> PNG."""
    found: dict[str, bytes] = {}
    for cell in book.cells:
        shown = [output.get("data", {}).get("image/png") for output in cell.get("outputs", [])]
        for number, picture in enumerate(filter(None, shown), 1):
            found[f"{cell.id}-{number}"] = b64decode(picture)
    return found


def main() -> None:
    """Run notebooks and keep them with their outputs."""
    import nbformat

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, metavar="NOTEBOOK")
    parser.add_argument("--out", type=Path, default=TARGET)
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    for notebook in chosen.notebooks or sorted(NOTEBOOKS.glob("*.ipynb")):
        book = execute(notebook)
        nbformat.write(book, chosen.out / notebook.name)  # type: ignore[no-untyped-call]
        for name, picture in pictures(book).items():
            (chosen.out / f"{notebook.stem}-{name}.png").write_bytes(picture)
        print(chosen.out / notebook.name)


if __name__ == "__main__":
    main()
