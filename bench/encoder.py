"""Speed and loss of the default encoder: int8 and float32 ONNX, PyTorch float32, one thread each.

    python -m bench.encoder [--rounds 100] [--tickets FILE.jsonl --kb FILE.jsonl]

All run in one process, taking turns, so that noise of the machine hits them alike. PyTorch is
left out where `sentence-transformers` is not installed (`pip install faultkb[train]`). With
tickets (lines with `text` and `code`) and a library (lines with `code` and `title` or `text`),
hit@1 of int8 and float32 is printed too.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from matcher.encoder.adapter import read_adapter
from matcher.encoder.base import Encoder
from matcher.encoder.build import (
    NAME,
    TOKENIZER_FILE,
    build_encoder,
    find_source,
    serving_weights,
)
from matcher.encoder.errors import EncoderMissing
from matcher.encoder.graph import write_graph
from matcher.encoder.hf_export import export_hf
from matcher.encoder.onnx_encoder import OnnxEncoder, open_session, open_tokenizer
from matcher.encoder.sentence import SentenceEncoder
from matcher.encoder.vocabulary import reachable_ids

QUERY = "客户反映昨天下午开始家里宽带连不上，光猫红灯一直闪，重启也没用"[:30]
WARM_UP = 5


def float_encoder(folder: Path, built: Path) -> OnnxEncoder:
    """The float32 twin of a built encoder, written into `folder`."""
    weights = serving_weights(find_source(), adapter=read_adapter())
    model = folder / "float.onnx"
    write_graph(weights, reachable_ids(weights.pieces), model, precision="fp32")
    return OnnxEncoder(
        name=NAME.replace("int8", "fp32"),
        identity="float",
        dim=weights.shape.hidden,
        session=open_session(model),
        tokenizer=open_tokenizer(built / TOKENIZER_FILE),
    )


def torch_encoder(folder: Path) -> Encoder | None:
    """The exported folder in sentence-transformers on one thread; None where it is missing."""
    try:
        export_hf(folder)
        encoder = SentenceEncoder(str(folder))
    except EncoderMissing as error:
        print(f"PyTorch left out: {error}")
        return None
    import torch

    torch.set_num_threads(1)
    return encoder


def take_turns(encoders: Mapping[str, Encoder], *, rounds: int) -> dict[str, float]:
    """Median milliseconds of one query, by name.

    Args:
        encoders: what to compare; each round asks every one of them once.
        rounds: measurements of each, after a few that do not count.
    """
    times: dict[str, list[float]] = {name: [] for name in encoders}
    for _ in range(WARM_UP + rounds):
        for name, encoder in encoders.items():
            start = time.perf_counter()
            encoder.encode([QUERY], kind="query")
            times[name].append(1000 * (time.perf_counter() - start))
    return {name: median(taken[WARM_UP:]) for name, taken in times.items()}


def hit_at_one(
    encoder: Encoder, tickets: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]]
) -> float:
    """Share of tickets, in [0, 1], whose nearest entry bears their code.

    Args:
        encoder: the encoder to judge.
        tickets: with `text`, `code` and maybe `also`; those without a code are passed over.
        entries: with `code`, and `title`, `symptoms` or `text` to be found by.
    """
    known = [ticket for ticket in tickets if ticket.get("code")]
    passages = [
        " ".join([entry.get("title", ""), *entry.get("symptoms", []), entry.get("text", "")])
        for entry in entries
    ]
    queries = encoder.encode([ticket["text"] for ticket in known], kind="query")
    nearest = np.argmax(queries @ encoder.encode(passages, kind="passage").T, axis=1)
    return float(
        np.mean(
            [
                entries[best]["code"] in (ticket["code"], *ticket.get("also", []))
                for ticket, best in zip(known, nearest, strict=True)
            ]
        )
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def main() -> None:
    """Build all encoders in a temporary folder, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--tickets", type=Path)
    parser.add_argument("--kb", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = time.perf_counter()
        built = build_encoder(folder / "built")
        size = sum(file.size for file in built.files) / 1e6
        print(f"built in {time.perf_counter() - start:.1f} s, {size:.1f} MB")
        int8 = OnnxEncoder.load(folder / "built")
        fp32 = float_encoder(folder, folder / "built")
        encoders: dict[str, Encoder] = {"int8 ONNX": int8, "fp32 ONNX": fp32}
        if (pytorch := torch_encoder(folder / "e5-small")) is not None:
            encoders["fp32 PyTorch"] = pytorch
        p50 = take_turns(encoders, rounds=options.rounds)
        for label, taken in p50.items():
            ratio = taken / p50["int8 ONNX"]
            print(f"{label:14} p50 {taken:6.2f} ms   {ratio:5.2f} x int8")
        if options.tickets and options.kb:
            tickets, entries = _lines(options.tickets), _lines(options.kb)
            for label, encoder in (("int8", int8), ("fp32", fp32)):
                print(f"hit@1 {label}: {hit_at_one(encoder, tickets, entries):.3f}")


if __name__ == "__main__":
    main()
