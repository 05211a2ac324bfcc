"""`make eval`: everything that docs/accuracy.md says, measured anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.accuracy import ablation, misses, pictures, questions, rankers, remembering, voices
from bench.laboratory import Laboratory, split
from matcher.evaluate import report

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    """Measure and write the page and its pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=DOCS / "accuracy.md")
    parser.add_argument("--encoder", default="default")
    chosen = parser.parse_args()
    laboratory = Laboratory.open(chosen.encoder)
    train, dev, test = split("train"), split("dev"), split("test")
    matcher = laboratory.matcher(train)
    found = {}
    for name, asked in (("dev", dev), ("test", test)):
        found[name], snapshot = rankers.outcomes(laboratory, train, asked)
    images = pictures.draw(found["test"], chosen.out.parent / "img")
    ground = ablation.survey(laboratory, train, dev, test)
    figures = report(found["test"], snapshot=snapshot)
    text = _PAGE.format(
        train=len(train),
        dev=len(dev),
        test=len(test),
        snapshot=snapshot,
        goals=rankers.goals(found["test"]),
        judged=len(remembering.judged_tickets(train)),
        dev_goals=rankers.goals(found["dev"]),
        peers=rankers.comparison(laboratory, train, test, found["test"]),
        services=rankers.services(figures),
        reliability=images[0].relative_to(chosen.out.parent),
        coverage=images[1].relative_to(chosen.out.parent),
        ablation=ablation.ablation(ground),
        voices=voices.cross_voice(laboratory, train, dev, ground),
        questions=questions.answered_questions(matcher, test),
        remembering=remembering.remembering(laboratory, train, test),
        misses=misses.surest_misses(matcher, found["test"]),
    )
    chosen.out.write_text(text, encoding="utf-8")
    print(text)


_PAGE = """# Accuracy

Written by `make eval` (`python -m bench.accuracy`), snapshot `{snapshot}`. Tickets and
entries were written for this project: {train} tickets in `train`, {dev} in `dev`, {test} in `test`,
by authors who had not seen one another's. The encoder is fine-tuned on some authors of `train`,
fusion is fitted on the others, confidence on these and `dev`; nothing is fitted on `test`. Half of
`test` (numbers with `X`, `Y`, `Z`) is new, by authors whom no other split has. How the splits were
written and how hard they are is told in [library.md](library.md).

## Goals and what is reached on `test`

{goals}

The same on `dev`, where confidence was fitted:

{dev_goals}

## Beside plain rankers, on `test`

Each ranker sees the same entries and tickets in this run; FaultKB, and the peer that says so, also
know the tickets of `train`.

{peers}

{services}

## Confidence

![Reliability diagram]({reliability})
![Precision and coverage]({coverage})

Confidence is calibrated for one complaint in ten without an entry; `test` has one in five.

## What each feature is worth

Everything is fitted anew without it and judged on `test`, once with all of `train` known and once
with no ticket known, as for a new entry. Log loss is finer than hit@1.

{ablation}

## A voice that training has not heard

Neither cases nor fusion nor calibration know any ticket of the voice.

{voices}

## What one answered question repairs

{questions}

## What confirmed tickets give, and what one liar can do

Judged are {judged} tickets of one author of `train`, by judges who confirm the right entry or lie
about every single one of them; the library itself knows no ticket here, so that the memory stands
alone.

{remembering}

## The surest misses on `test`

{misses}
"""


if __name__ == "__main__":
    main()
