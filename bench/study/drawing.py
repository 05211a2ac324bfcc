"""Pictures of the studies, in Chinese where the font is there."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes

from bench.study.figures import Share

FONT = "Noto Sans CJK SC"
"""Debian's `fonts-noto-cjk`."""

NAMES: Mapping[str, tuple[str, str]] = {
    "workorder": ("工单体", "work order"),
    "customer": ("客户口语", "customer"),
    "hard": ("难例", "hard"),
    "宽带": ("宽带", "broadband"),
    "IPTV/机顶盒": ("IPTV/机顶盒", "IPTV"),
    "移动数据4G/5G": ("移动数据4G/5G", "mobile data"),
    "移动语音": ("移动语音", "mobile voice"),
    "家庭组网/Wi-Fi": ("家庭组网/Wi-Fi", "home Wi-Fi"),
    "固话": ("固话", "fixed line"),
    "专线政企": ("专线政企", "enterprise line"),
    "短信彩信": ("短信彩信", "SMS and MMS"),
    "账号/号卡/停复机": ("账号/号卡/停复机", "account and SIM"),
    "国际漫游": ("国际漫游", "roaming"),
    "智家/视频监控": ("智家/视频监控", "smart home"),
}
"""Voice or business line -> what pictures call it, in Chinese and in English."""


class Wording:
    """Labels of pictures: Chinese where matplotlib finds the font, English elsewhere.

    Args:
        font: family that holds the Chinese glyphs.
    """

    def __init__(self, font: str = FONT) -> None:
        self.chinese = font in {known.name for known in font_manager.fontManager.ttflist}
        mpl.rcParams["figure.dpi"] = 120
        if self.chinese:
            mpl.rcParams["font.family"] = [font, "DejaVu Sans"]

    def __call__(self, chinese: str, english: str) -> str:
        """The label that can be drawn."""
        return chinese if self.chinese else english

    def name(self, key: str) -> str:
        """What to call a voice or a business line."""
        return self(*NAMES.get(key, (key, key)))


def draw_shares(
    axes: Axes,
    shares: Mapping[str, Share],
    *,
    shift: float = 0.0,
    color: str = "C0",
    label: str | None = None,
) -> None:
    """Draw a dot and its interval for each share, one below the other.

    Args:
        axes: where to draw.
        shares: label -> share, from the top.
        shift: how far below its line a dot is drawn, in lines.
        color: of dots and intervals.
        label: what the legend calls them.
    """
    values = np.array([share.value for share in shares.values()])
    below = values - np.array([share.low for share in shares.values()])
    above = np.array([share.high for share in shares.values()]) - values
    spread = np.maximum(0.0, [below, above])
    places = np.arange(len(shares)) + shift
    axes.errorbar(values, places, xerr=spread, fmt="o", capsize=3, color=color, label=label)
    axes.set_yticks(range(len(shares)), list(shares))
    axes.set_ylim(len(shares) - 0.5, -0.5)
    axes.grid(axis="x", alpha=0.3)
