"""`faultkb evaluate`: how well labelled tickets are matched."""

from __future__ import annotations

import json
from pathlib import Path

import click

from service.config import Config
from service.progress import ProgressBar


@click.command("evaluate")
@click.option("--tickets", type=click.Path(path_type=Path), required=True, help="已标注的工单。")
@click.option("--kb", "library", type=click.Path(path_type=Path), help="改用此文件作经验库。")
@click.option("--qrels", type=click.Path(path_type=Path), help="相关性标注（TSV），代替 code。")
@click.option("--report", "target", type=click.Path(path_type=Path), help="报告另存为此文件。")
@click.option("--encoder", metavar="NAME", help="default、none、目录或模型名。")
def command(
    tickets: Path,
    library: Path | None,
    qrels: Path | None,
    target: Path | None,
    encoder: str | None,
) -> int:
    """评测匹配准确率，报告为 JSON。"""
    from matcher.evaluate import report, run
    from matcher.tickets import read_qrels, read_tickets, with_qrels
    from service.matching import matcher_for

    labelled = read_tickets(tickets)
    if qrels:
        labelled = with_qrels(labelled, read_qrels(qrels))
    if not any(ticket.labelled for ticket in labelled):
        raise click.UsageError(
            f"{tickets} 中没有已标注的工单。请在每行给出 code（无对应条目时为 null），"
            "或用 --qrels 指定标注。"
        )
    config = Config.from_environment()
    bar = ProgressBar()
    matcher, notice = matcher_for(config, encoder=encoder, library=library, progress=bar)
    if notice:
        click.echo(notice, err=True)
    result = report(run(matcher, labelled, progress=bar), snapshot=matcher.snapshot)
    text = json.dumps(result, ensure_ascii=False, indent=2)
    if target:
        target.write_text(text + "\n", encoding="utf-8")
    click.echo(text)
    return 0
