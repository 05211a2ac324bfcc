"""Everything the matcher raises; the service turns these into problems at its edge."""

from __future__ import annotations


class MatcherError(Exception):
    """Base of all errors of this package."""


class EmptyText(MatcherError):
    """Raised when a complaint holds no letter, digit or ideograph at all."""


class TextTooLong(MatcherError):
    """Raised when a text is longer than the matcher reads."""


class BadText(MatcherError):
    """Raised when a text holds code points that no encoding can carry (NUL, lone surrogates)."""


class BadWeights(MatcherError):
    """Raised when a file of fusion weights is damaged, foreign or of another version."""


class IndexRefused(MatcherError):
    """Raised when a stored index is damaged or was made by another encoder."""


class BadTicket(MatcherError):
    """Raised when a line of a ticket file cannot be read; names the line and the field."""


class BadLexicon(MatcherError):
    """Raised when lexicon data contradict themselves (one word in two categories)."""
