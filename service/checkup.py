"""Examining an installation without changing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kb.entry import publishing_problems
from kb.errors import KbError
from matcher.encoder.errors import EncoderError
from matcher.encoder.registry import load_encoder
from matcher.errors import MatcherError
from matcher.vector_store import VectorStore
from service.config import Config
from service.installation import open_store, texts_to_encode
from service.seed import seed_cases, seed_lexicon


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an installation: its name, whether it is sound, and what was found."""

    name: str
    sound: bool
    said: str


def examine(config: Config) -> Iterator[Part]:
    """Examine every part.

    Args:
        config: the installation.

    Yields:
        One finding a part; a part that cannot be examined is unsound and says why.
    """
    checks: tuple[tuple[str, Callable[[Config], str]], ...] = (
        ("目录", _home),
        ("数据库", _database),
        ("经验库", _library),
        ("词典", _lexicon),
        ("编码器", _encoder),
        ("索引", _index),
    )
    for name, check in checks:
        try:
            yield Part(name, True, check(config))
        except (KbError, MatcherError, EncoderError, OSError, _Finding) as error:
            yield Part(name, False, str(error))


class _Finding(Exception):
    """Raised by a check that found something."""


def _home(config: Config) -> str:
    if not config.home.is_dir():
        raise _Finding(f"{config.home} 不存在。请运行 faultkb init。")
    return str(config.home.resolve())


def _database(config: Config) -> str:
    return f"可用，版本 {open_store(config).revision()}"


def _library(config: Config) -> str:
    entries = open_store(config).published()
    if not entries:
        raise _Finding("没有已发布的条目。请运行 faultkb init 或 faultkb import FILE --publish。")
    unsound = [entry.code for entry in entries if publishing_problems(entry)]
    if unsound:
        raise _Finding(f"处理指引有误：{'、'.join(unsound)}。请修改后重新发布。")
    guides = sum(entry.guide is not None for entry in entries)
    return f"{len(entries)} 条已发布，其中 {guides} 条有处理指引"


def _lexicon(config: Config) -> str:
    return f"{len(seed_lexicon()):,} 个词，{len(seed_cases()):,} 张已标注工单"


def _encoder(config: Config) -> str:
    encoder = load_encoder(config.encoder, default_folder=config.encoder_folder)
    return f"{encoder.name}（{encoder.identity[:12]}）" if encoder else "已按配置关闭"


def _index(config: Config) -> str:
    encoder = load_encoder(config.encoder, default_folder=config.encoder_folder)
    if encoder is None:
        return "不需要"
    texts = texts_to_encode(open_store(config).published())
    missing = VectorStore(config.index_folder, encoder).missing(texts)
    if missing:
        raise _Finding(f"{missing} 条说法尚未编码。请运行 faultkb init，或等待服务自动补齐。")
    return f"{len(texts)} 条说法"
