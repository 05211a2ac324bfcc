"""`faultkb import`: take a library file into the store, all or nothing."""

from __future__ import annotations

from pathlib import Path

import click

from service.config import Config
from service.progress import ProgressBar


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只报告会有什么变化，不写入。")
@click.option("--publish", is_flag=True, help="导入后立即发布；默认存为草稿。")
def command(file: Path, dry_run: bool, publish: bool) -> int:
    """导入 .jsonl、.csv 或 .xlsx 文件；有一行不合格就整个不导入。"""
    from kb.exchange.importer import import_file
    from service.installation import open_store

    bar = ProgressBar()
    report = import_file(
        open_store(Config.from_environment()),
        file,
        publish=publish,
        dry_run=dry_run,
        progress=lambda done, total: bar("导入", done, total),
    )
    put = report.put
    if dry_run:
        for code in put.created:
            click.echo(f"新增 {code}")
        for change in put.changed:
            click.echo(f"修改 {change.code}：{'、'.join(change.fields) or '状态'}")
    said = "试运行，未写入" if dry_run else f"已导入，版本 {put.revision}"
    click.echo(
        f"{said}：新增 {len(put.created)} 条，修改 {len(put.changed)} 条，"
        f"未变 {len(put.unchanged)} 条。"
    )
    if not publish and not dry_run and (put.created or put.changed):
        click.echo("以上条目存为草稿，尚未参与匹配；加 --publish 可直接发布。")
    return 0
