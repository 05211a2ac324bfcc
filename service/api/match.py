"""POST /api/v1/match: a complaint in, ranked entries out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from flask import Blueprint, current_app, request

from matcher.answer import full_answer
from matcher.question import Answered
from service.body import count_field, json_object, rows_field, text_field
from service.runtime import Runtime

blueprint = Blueprint("match", __name__, url_prefix="/api/v1")

_MAX_TOP = 50
_MAX_ANSWERED = 20


@blueprint.post("/match")
def match() -> dict[str, Any]:
    """Match one complaint; equal requests to an equal snapshot get equal answers."""
    body = json_object(request)
    runtime: Runtime = current_app.extensions["faultkb"]
    text = text_field(body, "text", required=True)
    knobs: dict[str, Any] = {
        "handling": text_field(body, "handling"),
        "top": count_field(body, "top", default=10, limit=_MAX_TOP),
        "service": text_field(body, "service") or None,
        "answered": [
            Answered(**row)
            for row in rows_field(
                body, "answered", fields=("question", "answer"), limit=_MAX_ANSWERED
            )
        ],
    }
    state = runtime.current()
    answer = full_answer(state.matcher.match(text, **knobs))
    encoder = state.matcher.encoder
    return {
        "query_id": _query_id(text, knobs, answer["snapshot"]),
        **answer,
        "encoder": encoder.name if encoder else None,
        **({"notice": state.notice} if state.notice else {}),
    }


def _query_id(text: str, knobs: dict[str, Any], snapshot: str) -> str:
    """Names question and snapshot without telling the question."""
    asked = json.dumps([text, knobs, snapshot], sort_keys=True, default=asdict)
    return "q-" + hashlib.sha256(asked.encode()).hexdigest()[:24]
