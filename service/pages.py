"""The pages that people work in."""

from __future__ import annotations

from importlib.metadata import version

from flask import Blueprint, current_app, render_template

from matcher.lexicon import LABELS
from matcher.reading import MAX_TEXT
from service.runtime import Runtime

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def lookup() -> str:
    """The lookup page: paste a ticket, get the entry and its guide."""
    runtime: Runtime = current_app.extensions["faultkb"]
    state = runtime.current()
    services = {entry.service: None for entry in state.matcher.library.entries if entry.service}
    return render_template(
        "lookup.html",
        labels=LABELS,
        services=list(services),
        max_text=MAX_TEXT,
        encoder=state.notice is None,
        notice=state.notice,
        entry_count=len(state.matcher.library.entries),
        version=version("faultkb"),
    )
