"""`faultkb match`: match one text, or a file of tickets."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.config import Config
from service.progress import ProgressBar

if TYPE_CHECKING:
    from matcher.engine import Matcher


@click.command("match")
@click.argument("text", required=False)
@click.option("--in", "source", type=click.Path(path_type=Path), help="工单文件（JSON Lines）。")
@click.option("--out", "target", type=click.Path(path_type=Path), help="结果文件（JSON Lines）。")
@click.option("--kb", "library", type=click.Path(path_type=Path), help="改用此文件作经验库。")
@click.option("--top", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--encoder", metavar="NAME", help="default、none、目录或模型名。")
def command(
    text: str | None,
    source: Path | None,
    target: Path | None,
    library: Path | None,
    top: int,
    encoder: str | None,
) -> int:
    """匹配 TEXT（“-”表示从标准输入读取），或用 --in/--out 匹配整个文件。"""
    from service.matching import matcher_for

    if (text is None) == (source is None) or (source is None) != (target is None):
        raise click.UsageError("请给出一段文本，或同时给出 --in 与 --out。")
    config = Config.from_environment()
    bar = ProgressBar()
    matcher, notice = matcher_for(config, encoder=encoder, library=library, progress=bar)
    if notice:
        click.echo(notice, err=True)
    if source and target:
        return _match_file(matcher, source, target, top=top, bar=bar)
    return _match_text(matcher, sys.stdin.read() if text == "-" else text or "", top=top)


def _match_text(matcher: Matcher, text: str, *, top: int) -> int:
    from matcher.answer import full_answer

    answer = full_answer(matcher.match(text, top=top))
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0


def _match_file(matcher: Matcher, source: Path, target: Path, *, top: int, bar: ProgressBar) -> int:
    """Write a result line a ticket; the file appears only when it is whole."""
    from matcher.answer import result_line
    from matcher.tickets import read_tickets

    tickets = read_tickets(source)
    partial = target.with_name(target.name + ".part")
    try:
        with partial.open("w", encoding="utf-8") as file:
            for number, ticket in enumerate(tickets, 1):
                match = matcher.match(ticket.text, handling=ticket.handling, top=top)
                line = json.dumps(result_line(match, ticket.identifier), ensure_ascii=False)
                file.write(line + "\n")
                bar("匹配", number, len(tickets))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return 0
