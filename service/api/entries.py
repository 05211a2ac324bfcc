"""GET /api/v1/entries and /api/v1/entries/{code}: the published library."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from service.errors import BadRequestBody
from service.runtime import Runtime

blueprint = Blueprint("entries", __name__, url_prefix="/api/v1/entries")

_PAGE = 50
_MAX_PAGE = 500


@blueprint.get("")
def listing() -> dict[str, Any]:
    """A page of published entries: `?service=`, `?offset=`, `?limit=`."""
    runtime: Runtime = current_app.extensions["faultkb"]
    offset = _number("offset", default=0, low=0, high=1_000_000)
    limit = _number("limit", default=_PAGE, low=1, high=_MAX_PAGE)
    page = runtime.store.list(
        service=request.args.get("service") or None, offset=offset, limit=limit
    )
    return {
        "total": page.total,
        "offset": offset,
        "limit": limit,
        "entries": [
            {
                "code": row.code,
                "title": row.title,
                "service": row.service,
                "state": row.state,
                "version": row.version,
                "updated_at": row.updated_at.isoformat(),
            }
            for row in page.rows
        ],
    }


@blueprint.get("/<path:code>")
def one(code: str) -> Response:
    """One published entry as its library line, with an `ETag` of its version."""
    runtime: Runtime = current_app.extensions["faultkb"]
    version = runtime.store.get(code)
    answer = jsonify(version.document)
    answer.set_etag(f"{version.number}")
    answer.make_conditional(request)
    return answer


def _number(name: str, *, default: int, low: int, high: int) -> int:
    value = request.args.get(name, "")
    if not value:
        return default
    if not value.isascii() or not value.isdecimal() or not low <= int(value) <= high:
        raise BadRequestBody(f"参数 {name}={value[:20]} 无效，应为 {low} 至 {high} 的整数。")
    return int(value)
