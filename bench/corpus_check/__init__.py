"""Is the corpus fit to ship? Ten checks of entries, guides, tickets and lexicon.

    python -m bench.corpus_check [--tickets FOLDER] [--check NAME ...] [--coverage]

One check, one file: a function of plain rows that returns a `report.Result`. `checks.CHECKS` names
them all; reading is in `rows`, printing in `report` and `__main__`.
"""
