"""`faultkb doctor`: whether this installation is sound, part by part."""

from __future__ import annotations

import click

from service.config import Config


@click.command("doctor")
def command() -> int:
    """逐项检查数据库、经验库、词典、编码器和索引；有问题时以 1 退出。"""
    from service.checkup import examine

    findings = 0
    for part in examine(Config.from_environment()):
        click.echo(f"{'✓' if part.sound else '✗'} {part.name}：{part.said}")
        findings += not part.sound
    click.echo("一切正常。" if not findings else f"发现 {findings} 个问题。")
    return 1 if findings else 0
