"""`faultkb serve`: the lookup page and the API."""

from __future__ import annotations

import click

from service.config import Config


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--encoder", metavar="NAME", help="default、none、目录或模型名。")
def command(host: str, port: int, workers: int, encoder: str | None) -> int:
    """启动服务，Ctrl+C 停止。"""
    from dataclasses import replace

    from service.server import Server

    config = Config.from_environment()
    config = replace(config, encoder=encoder or config.encoder)
    _require_free(host, port)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"故障经验库：http://{shown}:{port}/  （Ctrl+C 停止）", err=True)
    Server(config, host=host, port=port, workers=workers).run()
    return 0


def _require_free(host: str, port: int) -> None:
    """Refuse a port that is taken, before any worker starts.

    Raises:
        BadConfiguration: the address cannot be listened on.
    """
    import socket

    from service.errors import BadConfiguration

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadConfiguration(
                f"无法监听 {host}:{port}（{error.strerror}）。请用 --port 换一个端口，"
                "或停止占用它的程序。"
            ) from error
