"""`faultkb export`: write the library to a file."""

from __future__ import annotations

from pathlib import Path

import click

from service.config import Config


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> int:
    """导出全部条目（含草稿的最新版）到 .jsonl、.csv 或 .xlsx 文件。"""
    from kb.exchange.exporter import export_file
    from service.installation import open_store

    count = export_file(open_store(Config.from_environment()), file)
    click.echo(f"已导出 {count} 条到 {file}。")
    return 0
