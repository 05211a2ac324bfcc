"""Configuration: one frozen object; the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from service.errors import BadConfiguration

MAX_BODY = 256 * 1024


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that an installation may differ in.

    Attributes:
        home: folder of database, encoder and index.
        database: SQLAlchemy URL of the store.
        encoder: `default`, `none`, a folder or a sentence-transformers model name.
        open_access: whether requests from other machines are answered without a token.
        encoder_threads: how many texts of one request are encoded side by side.
        refresh_seconds: how often a worker asks whether the library has moved on.
    """

    home: Path
    database: str
    encoder: str = "default"
    open_access: bool = False
    encoder_threads: int = 1
    refresh_seconds: float = 1.0

    @property
    def encoder_folder(self) -> Path:
        """Where the default encoder is built."""
        return self.home / "encoder"

    @property
    def index_folder(self) -> Path:
        """Where phrasing vectors are kept."""
        return self.home / "index"

    @classmethod
    def at(cls, home: Path, **changes: object) -> Config:
        """The configuration of a folder with the embedded database.

        Args:
            home: folder of the state.
            **changes: fields to set otherwise; None leaves the default.
        """
        fields: dict[str, object] = {"database": f"sqlite:///{home.resolve() / 'faultkb.db'}"}
        fields |= {name: value for name, value in changes.items() if value is not None}
        return cls(home=home, **fields)  # type: ignore[arg-type]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Config:
        """Read `FAULTKB_HOME`, `_DB`, `_ENCODER`, `_OPEN`, `_ENCODER_THREADS`.

        Args:
            environment: the variables; those of the process by default.

        Raises:
            BadConfiguration: a value cannot be used; names the variable, its value and the remedy.
        """
        variables = os.environ if environment is None else environment
        return cls.at(
            Path(variables.get("FAULTKB_HOME") or "var"),
            database=variables.get("FAULTKB_DB") or None,
            encoder=variables.get("FAULTKB_ENCODER") or None,
            open_access=_switch(variables, "FAULTKB_OPEN"),
            encoder_threads=_count(variables, "FAULTKB_ENCODER_THREADS"),
        )


def _switch(variables: Mapping[str, str], name: str) -> bool | None:
    value = variables.get(name, "")
    if value not in ("", "0", "1"):
        raise BadConfiguration(f"环境变量 {name}={value!r} 无效，应为 0 或 1。")
    return value == "1" if value else None


def _count(variables: Mapping[str, str], name: str) -> int | None:
    value = variables.get(name, "")
    if not value:
        return None
    if not value.isdecimal() or not 1 <= int(value) <= 64:
        raise BadConfiguration(f"环境变量 {name}={value!r} 无效，应为 1 至 64 的整数。")
    return int(value)
