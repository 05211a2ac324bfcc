"""Who may call without a token: this machine, and others where the configuration says so."""

from __future__ import annotations

import ipaddress

from flask import Flask, request

from service.errors import AccessDenied


def guard(app: Flask, *, open_access: bool) -> None:
    """Refuse callers from other machines unless access is open.

    Args:
        app: the application.
        open_access: whether every caller is let in.
    """
    if open_access:
        return

    @app.before_request
    def refuse_strangers() -> None:
        if not _loopback(request.remote_addr):
            raise AccessDenied(
                f"来自 {request.remote_addr} 的请求没有令牌，本服务默认只应答本机。"
                "请在可信内网中设置 FAULTKB_OPEN=1 后重启服务。"
            )


def _loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
