"""Key information that no word list can hold: lamp states, codes, times, numbers of households.

Each pattern is matched against text in normal form and gives a span of one label; `canonical`
turns a match into the form that equal facts share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Canonical = Callable[[re.Match[str]], str]

_LAMP = (
    r"(?:(?P<lamp>losi?|光信号|pon|internet|网络g?|上网|lan\s?[1-4]?|网口|wlan|wi-?fi|无线|电源|"
    r"power|pwr|语音|电话|phone|宽带|注册|信号)(?:指示|信号)?灯|(?P<bare>los|pon))"
)
_STATE = (
    r"(?P<state>不亮|没亮|没有亮|未亮|灭|熄灭|全灭|红灯?闪烁?|闪红灯?|闪烁?红灯?|红灯?|亮红灯?|发红|"
    r"变红|常红|冒红光|常亮|长亮|闪烁|快闪|慢闪|狂闪|一闪一闪|闪|绿灯?|亮绿灯?|正常|亮)"
)
_DENIED_STATE = (
    r"(?P<denied>(?:并|也|都|从来|现在|倒){0,2}(?:没有|没|不是|不|未)(?:再|一直|在|出现)?"
    r"(?P<not>亮?红灯?|变红|发红|常红|闪红灯?|红灯|闪烁?))"
)
_BETWEEN = (
    r"(?:[这那是也还在就都老又]|一直|始终|持续|不停地?|不断|老是|总是|显示|状态|现在|为|已|已经|"
    r"突然|一会儿?|有时候?|\s){0,3}"
)
_STATES = (
    ("不亮", ("不亮", "没亮", "没有亮", "未亮", "灭")),
    ("红", ("红",)),
    ("闪", ("闪",)),
    ("亮", ("亮", "绿", "正常")),
)
_LAMPS = {
    "光信号": "los",
    "losi": "los",
    "上网": "internet",
    "网络": "internet",
    "网络g": "internet",
    "网口": "lan",
    "无线": "wlan",
    "wifi": "wlan",
    "wi-fi": "wlan",
    "power": "电源",
    "pwr": "电源",
    "电话": "语音",
    "phone": "语音",
}

_COUNT = r"(?:\d{1,4}|[一二两三四五六七八九十百几半多好数]{1,4})"
_CLOCK = (
    r"(?:(?:今天|昨天|前天|今早|昨晚|今晚|每天|每晚|天天)?"
    r"(?:早上|清早|上午|中午|下午|傍晚|晚上|夜里|半夜|凌晨)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:点|:\d{2})(?:半|多|钟|左右|以后|之后|\d{1,2}分?)?)"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of key information: its label, where it stands, and its shared form."""

    label: str
    regex: re.Pattern[str]
    canonical: Canonical


def _whole(match: re.Match[str]) -> str:
    return match.group().strip()


def _code(match: re.Match[str]) -> str:
    return match["code"]


def _lamp(match: re.Match[str]) -> str:
    lamp = (match["lamp"] or match["bare"] or "").replace(" ", "")
    lamp = _LAMPS.get(lamp, "lan" if lamp.startswith("lan") else lamp)
    told = match["state"] or match["not"]
    state = next(name for name, parts in _STATES if any(part in told for part in parts))
    return f"{lamp}:{state}"


PATTERNS: tuple[Pattern, ...] = (
    Pattern("指示灯", re.compile(f"{_LAMP}{_BETWEEN}(?:{_DENIED_STATE}|{_STATE})"), _lamp),
    Pattern(
        "错误码",
        re.compile(
            r"(?:错误|报错|代码|错误码|错误代码|故障码|提示|报|显示|弹出|error|code)"
            r"(?:是|为|码|代码|:|：|\s|了|个|“|\"){0,3}(?P<code>\d{3,6})(?![\d.]|[元块兆m点年月号])"
        ),
        _code,
    ),
    Pattern("错误码", re.compile(r"(?<![\d.])(?P<code>\d{3})(?:错误|报错|代码|的错)"), _code),
    Pattern("时间频次", re.compile(_CLOCK), _whole),
    Pattern("时间频次", re.compile(r"\d{1,2}月\d{1,2}[日号]"), _whole),
    Pattern(
        "时间频次",
        re.compile(
            rf"(?:每隔?|隔|连续|已经|断了|用了)?{_COUNT}个?多?(?:天|小时|分钟|星期|礼拜|周|个月)"
        ),
        _whole,
    ),
    Pattern(
        "时间频次",
        re.compile(rf"(?:一[天日晚]|每[天日晚]|一周)[^，。；,;]{{0,3}}{_COUNT}[次回]"),
        _whole,
    ),
    Pattern("范围", re.compile(rf"{_COUNT}(?:户|家人|家邻居|台(?:电脑|手机|电视|设备))"), _whole),
    Pattern(
        "范围",
        re.compile(
            r"(?:整|全|这一?|我们一?|同一?)(?:个|栋|幢|座)?(?:小区|单元|栋楼?|幢楼?|村子?|镇|楼|条街|层楼?)"
        ),
        _whole,
    ),
    Pattern(
        "已做操作",
        re.compile(
            r"(?:已经?|自己|也|都)?(?P<act>断电重启|重新启动|重启|插拔|重新插拔|拔插|更换|换|复位|重置|"
            r"恢复出厂设?置?|重装|重新拨号|测速?|移机|搬家|升级|改密码|清缓存|关机|开关机|刷机)"
            r"(?:光猫|路由器?|手机|电脑|机顶盒|网线|电池|卡|话机)?(?:过|了)(?:好?几?[次遍回])?"
        ),
        lambda match: f"已{match['act']}",
    ),
    Pattern(
        "诉求",
        re.compile(
            r"(?:请|要求|希望|麻烦|烦请|盼|望|催促?|强烈要求|申请)[^，。；！？,;!?\s]{0,8}?"
            r"(?:处理|修复|解决|回复|回电|联系|核实|核查|上门|维修|检查|查修|派人|恢复|安排|退费|赔偿|减免)"
        ),
        _whole,
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A match: `denied` when the pattern itself holds the denial (LOS灯没有亮红)."""

    start: int
    end: int
    label: str
    canonical: str
    denied: bool


def find_patterns(text: str) -> Iterator[Found]:
    """All matches of all patterns, overlaps included.

    Args:
        text: text in normal form.

    Yields:
        Matches, pattern by pattern.
    """
    for pattern in PATTERNS:
        for match in pattern.regex.finditer(text):
            if match.group().strip():
                denied = bool(match.groupdict().get("denied"))
                yield Found(
                    match.start(), match.end(), pattern.label, pattern.canonical(match), denied
                )
