"""Errors as problem+json (RFC 9457), translated once, here, from the exceptions of all packages."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from kb.errors import KbError, StoreBusy, StoreUnavailable, UnknownEntry
from matcher.errors import BadText, EmptyText, MatcherError, TextTooLong
from service.errors import (
    AccessDenied,
    BadRequestBody,
    NotReady,
    ServiceError,
    UnsupportedBody,
)

log = logging.getLogger("faultkb")

MEDIA_TYPE = "application/problem+json"

_KINDS: Mapping[type[Exception], tuple[int, str, str]] = {
    EmptyText: (422, "empty-text", "投诉内容为空"),
    BadText: (422, "bad-text", "文本含非法字符"),
    TextTooLong: (413, "text-too-long", "文本过长"),
    BadRequestBody: (400, "bad-request", "请求内容有误"),
    UnsupportedBody: (415, "unsupported-media-type", "请求格式不支持"),
    AccessDenied: (401, "unauthorised", "需要令牌"),
    UnknownEntry: (404, "unknown-entry", "没有这个条目"),
    StoreBusy: (503, "store-busy", "数据库繁忙"),
    StoreUnavailable: (503, "store-unavailable", "数据库不可用"),
    NotReady: (503, "not-ready", "服务尚未就绪"),
}
"""Exception class -> status, last part of the type, title; the nearest class of its MRO counts."""

_HTTP_TITLES = {
    400: "请求有误",
    404: "地址不存在",
    405: "方法不支持",
    413: "请求过大",
    415: "请求格式不支持",
}


def problem(status: int, kind: str, title: str, detail: str, **extra: object) -> Response:
    """A problem document.

    Args:
        status: HTTP status.
        kind: last part of the `type` URI, stable for programs.
        title: what kind of problem it is, in Chinese.
        detail: what is wrong this time and what to do about it, in Chinese.
        **extra: further members.

    Returns:
        The response.
    """
    body = {
        "type": f"urn:faultkb:problem:{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
    } | extra
    response = Response(json.dumps(body, ensure_ascii=False), status, mimetype=MEDIA_TYPE)
    if status == 503:
        response.headers["Retry-After"] = "2"
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def register_problems(app: Flask) -> None:
    """Have every error of the application answered by a problem document."""
    for base in (KbError, MatcherError, ServiceError):
        app.register_error_handler(base, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)


def _known(error: Exception) -> Response:
    for kind in type(error).__mro__:
        if kind in _KINDS:
            status, name, title = _KINDS[kind]
            return problem(status, name, title, str(error))
    return _unknown(error)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    title = _HTTP_TITLES.get(status, error.name)
    kind = error.name.lower().replace(" ", "-")
    answer = problem(status, kind, title, _http_detail(status, error))
    if allowed := getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _http_detail(status: int, error: HTTPException) -> str:
    if status == 404:
        return f"没有 {request.path} 这个地址。接口都在 /api/v1 之下，页面在 / 。"
    if status == 405:
        allowed = "、".join(sorted(getattr(error, "valid_methods", None) or ()))
        return f"{request.path} 不支持 {request.method}，可用：{allowed}。"
    if status == 413:
        return "请求超过 256 KB。请每次只发送一张工单的内容。"
    return str(error.description or error.name)


def _unknown(error: Exception) -> Response:
    """Log the kind and place of the error; never its message, which may hold a complaint."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    log.error("unexpected %s at %s on %s", type(error).__name__, where, request.path)
    return problem(
        500, "internal", "内部错误", "服务出现意外错误，已记录。请稍后重试或联系管理员。"
    )
