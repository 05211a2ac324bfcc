"""`faultkb init`: make what is missing, verify what is there, change nothing else."""

from __future__ import annotations

import click

from service.config import Config
from service.progress import ProgressBar


@click.command("init")
@click.option("--db", metavar="URL", help="数据库的 SQLAlchemy 地址，默认在 FAULTKB_HOME 下。")
@click.option("--empty", is_flag=True, help="不装入随附的经验库。")
@click.option("--encoder", metavar="NAME", help="default、none、目录或模型名。")
def command(db: str | None, empty: bool, encoder: str | None) -> int:
    """建立数据库、编码器和索引；已有的只校验，不改动。"""
    from dataclasses import replace

    from service.installation import install

    config = Config.from_environment()
    config = replace(config, database=db or config.database, encoder=encoder or config.encoder)
    report = install(config, seed=not empty, progress=ProgressBar())
    for line in report.lines:
        click.echo(line)
    return 1 if report.findings else 0
