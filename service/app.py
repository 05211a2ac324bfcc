"""The application factory."""

from __future__ import annotations

from flask import Flask, Response
from flask.json.provider import DefaultJSONProvider

from service import pages
from service.access import guard
from service.api import entries, health, match
from service.config import MAX_BODY, Config
from service.problems import register_problems
from service.runtime import Runtime

_POLICY = (
    "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def create_app(config: Config, *, start: bool = True) -> Flask:
    """Make the application.

    Args:
        config: where state lives and what is allowed.
        start: whether to begin loading the library at once, in the background.

    Returns:
        A WSGI application; its `Runtime` is `app.extensions["faultkb"]`.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.url_map.strict_slashes = False
    assert isinstance(app.json, DefaultJSONProvider)  # noqa: S101 - Flask's own default
    app.json.ensure_ascii = False
    app.json.sort_keys = False
    runtime = Runtime(config)
    app.extensions["faultkb"] = runtime
    register_problems(app)
    guard(app, open_access=config.open_access)
    for module in (match, entries, health, pages):
        app.register_blueprint(module.blueprint)
    app.after_request(_secure)
    if start:
        runtime.start()
    return app


def _secure(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Cache-Control", "no-store")
    return response
