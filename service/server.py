"""The production server: gunicorn, configured by arguments, not by files."""

from __future__ import annotations

from typing import Any

from gunicorn.app.base import BaseApplication

from service.config import Config

_THREADS = 8


class Server(BaseApplication):  # type: ignore[misc]
    """Serves the application with worker processes of several threads each.

    Args:
        config: passed to the application factory in every worker.
        host: address to listen on.
        port: port to listen on.
        workers: how many processes; each holds encoder and library in memory.
    """

    def __init__(self, config: Config, *, host: str, port: int, workers: int) -> None:
        self._config = config
        self._settings: dict[str, Any] = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": _THREADS,
            "timeout": 120,
            "graceful_timeout": 20,
            "keepalive": 15,
            "loglevel": "warning",
            "proc_name": "faultkb",
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in self._settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application, in the worker."""
        from service.app import create_app

        return create_app(self._config)
