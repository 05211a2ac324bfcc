"""GET /healthz and /readyz: whether the process lives, and what it can answer with."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app

from kb.errors import KbError
from service.runtime import Runtime

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
def readyz() -> tuple[dict[str, Any], int]:
    """`ready`, `degraded` (keywords only) or, with 503, `loading` or `failed`."""
    runtime: Runtime = current_app.extensions["faultkb"]
    state, failure = runtime.peek()
    if state is None:
        return {"status": "failed" if failure else "loading", "detail": failure}, 503
    try:
        runtime.store.revision()
    except KbError as error:
        return {"status": "failed", "detail": str(error)}, 503
    encoder = state.matcher.encoder
    return {
        "status": "degraded" if state.notice else "ready",
        "detail": state.notice,
        "encoder": encoder.name if encoder else None,
        "entries": len(state.matcher.library.entries),
        "revision": state.matcher.revision,
        "snapshot": state.matcher.snapshot,
    }, 200
