"""Reliability diagram and precision-coverage curve."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from matcher.evaluate import Outcome


def draw(found: Sequence[Outcome], folder: Path) -> tuple[Path, Path]:
    """Draw both pictures.

    Args:
        found: outcomes of tickets with a right entry and with none.
        folder: where to; made if it is missing.

    Returns:
        Paths of the reliability diagram and of the precision-coverage curve.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    folder.mkdir(parents=True, exist_ok=True)
    confidence = np.array([outcome.confidence for outcome in found])
    right = np.array([outcome.rank == 1 for outcome in found])
    fitting = np.array([bool(outcome.ticket.codes) for outcome in found])

    figure, (top, bottom) = pyplot.subplots(
        2, 1, figsize=(5.2, 6.0), height_ratios=(3, 1), sharex=True
    )
    edges = np.linspace(0.0, 1.0, 11)
    for chosen, name, colour in (
        (fitting, "texts with an entry", "#0f62a8"),
        (np.ones_like(fitting), "all texts", "#c05621"),
    ):
        place = np.clip(np.digitize(confidence[chosen], edges) - 1, 0, 9)
        held = [b for b in range(10) if (place == b).sum() >= 5]
        top.plot(
            [confidence[chosen][place == b].mean() for b in held],
            [right[chosen][place == b].mean() for b in held],
            marker="o",
            color=colour,
            label=name,
        )
    top.plot([0, 1], [0, 1], color="#888888", linestyle=":", label="honest")
    top.set_ylabel("share of right first entries")
    top.legend(loc="lower right", frameon=False)
    top.set_title("Reliability of the confidence (bins of at least 5 texts)")
    bottom.hist(confidence, bins=edges.tolist(), color="#9db8d2")
    bottom.set_yscale("log")
    bottom.set_xlabel("confidence of the first entry")
    bottom.set_ylabel("texts")
    reliability = folder / "reliability.png"
    figure.tight_layout()
    figure.savefig(reliability, dpi=130)
    pyplot.close(figure)

    figure, axes = pyplot.subplots(figsize=(5.2, 4.0))
    for chosen, name, colour in (
        (fitting, "texts with an entry", "#0f62a8"),
        (np.ones_like(fitting), "all texts", "#c05621"),
    ):
        order = np.argsort(-confidence[chosen], kind="stable")
        answered = np.arange(1, len(order) + 1)
        axes.plot(
            answered / len(order),
            np.cumsum(right[chosen][order]) / answered,
            color=colour,
            label=name,
        )
    axes.axhline(0.97, color="#888888", linestyle=":", label="97 %")
    axes.set_xlabel("share of texts answered, surest first")
    axes.set_ylabel("share of right answers")
    axes.set_ylim(0.75, 1.005)
    axes.legend(loc="lower left", frameon=False)
    axes.set_title("Precision and coverage")
    coverage = folder / "precision-coverage.png"
    figure.tight_layout()
    figure.savefig(coverage, dpi=130)
    pyplot.close(figure)
    return reliability, coverage
