"""The `faultkb` command: one module a command, loaded only when it is run.

Exit codes: 0 done, 1 done with findings, 2 refused (bad input, nothing changed), 3 failed.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from service.errors import BadConfiguration

DONE, FINDINGS, REFUSED, FAILED = 0, 1, 2, 3

_COMMANDS = {
    "init": ("service.commands.init", "建立数据库、编码器和索引；可重复执行"),
    "import": ("service.commands.import_", "导入 .jsonl .csv .xlsx 经验库文件"),
    "export": ("service.commands.export", "导出经验库到 .jsonl .csv .xlsx 文件"),
    "match": ("service.commands.match", "匹配一段投诉或一个工单文件"),
    "evaluate": ("service.commands.evaluate", "用已标注的工单评测匹配准确率"),
    "serve": ("service.commands.serve", "启动查询页面和接口"),
    "doctor": ("service.commands.doctor", "检查本机安装是否完好"),
}


class _Lazy(click.Group):
    """Loads a command's module, and what it needs, only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="faultkb", message="%(package)s %(version)s")
def faultkb() -> None:
    """故障经验库：标出投诉里的关键信息，找到对应的经验条目，按步骤处理。"""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit.

    Args:
        arguments: words after the program's name; those of the process by default.
    """
    try:
        code: Any = faultkb.main(arguments, prog_name="faultkb", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("已中断。", err=True)
        sys.exit(FAILED)
    except click.ClickException as error:
        error.show()
        sys.exit(REFUSED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except Exception as error:
        sys.exit(_explain(error))
    sys.exit(code if isinstance(code, int) else DONE)


def _explain(error: Exception) -> int:
    """Say what went wrong in one line and give its exit code."""
    from kb.errors import KbError, StoreUnavailable
    from matcher.encoder.errors import EncoderError, EncoderMissing, EncoderUnknown
    from matcher.errors import IndexRefused, MatcherError
    from service.errors import ServiceError

    if not isinstance(error, KbError | MatcherError | EncoderError | ServiceError | OSError):
        raise error
    click.echo(str(error), err=True)
    if isinstance(error, StoreUnavailable | IndexRefused):
        return FAILED
    refused = (KbError, MatcherError, BadConfiguration, EncoderMissing, EncoderUnknown)
    return REFUSED if isinstance(error, refused) else FAILED


if __name__ == "__main__":
    main()
