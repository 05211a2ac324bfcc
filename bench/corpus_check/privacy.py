"""Check 9: nothing in entries and tickets could belong to a living person.

Only invented data are allowed: phones 1380000xxxx, people as 王某某 or 李女士, addresses of private
networks. Sources of the address ranges: RFC 1918, RFC 6598, RFC 5737, RFC 5771.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ipaddress import AddressValueError, IPv4Address

from matcher.normalise import normalise

from .report import Finding, Result
from .rows import Row, Splits, said, strings

PUBLIC_DNS = frozenset(
    (
        *("1.0.0.1", "1.1.1.1", "1.2.4.8", "8.8.4.4", "8.8.8.8", "9.9.9.9"),
        *("114.114.114.114", "114.114.115.115", "119.29.29.29", "180.76.76.76"),
        *("182.254.116.116", "210.2.4.8", "223.5.5.5", "223.6.6.6"),
    )
)
"""Resolvers that everybody may name."""

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<![\d.-])0\d{2,3}[- ]?[2-8]\d{6,7}(?![\d.])")
_SMS_CENTRE = re.compile(r"13800\d{3}500")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dx](?![\da-z])")
_CARD = re.compile(r"(?<![\d.])(?:\d{16,17}|\d{19}|\d{4}(?: \d{4}){3}(?: \d{3})?)(?![\dx.])")
_MAIL = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
_NOBODYS_MAIL = re.compile(r".*@(?:(?:[a-z0-9-]+\.)*example\.(?:com|net|org)|.*\.vpdn)")
"""Documentation domains (RFC 2606), and VPDN accounts, which only look like mail."""
_ADDRESS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔汤"
)
_NAMED = re.compile(
    r"(?:姓名|联系人|户名|机主|户主|经办人|申告人|报障人|受理人)(?:】|[:：]|是|叫|为)\s*"
    rf"([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?![\u4e00-\u9fff])"
)
_INVENTED = re.compile(
    r".(?:某+|先生|女士|小姐|师傅|老师|阿姨|大爷|大妈|叔叔?|奶奶|爷爷|姐|哥|总|经理|同学|主任|工|老板)"
)


def check(entries: Sequence[Row], splits: Splits) -> Result:
    """Look for personal data.

    Args:
        entries: library lines; all their strings are read.
        splits: tickets by split; complaint and handling record are read.

    Returns:
        Findings by code and `_id`.
    """
    texts = [(str(row["code"]), "\n".join(strings(row))) for row in entries]
    texts += [(str(row["_id"]), said(row)) for rows in splits.values() for row in rows]
    return Result(
        counts={"读过的文本": str(len(texts))},
        findings=tuple(Finding(where, message) for where, text in texts for message in leaks(text)),
    )


def leaks(text: str) -> Iterator[str]:
    """What in a text could be personal data.

    Args:
        text: any text; it is brought into normal form, so spoken digits are read too.

    Yields:
        A message for each place, in Chinese.
    """
    # newlines would be folded into spaces and join figures of two fields
    for line in text.splitlines():
        plain = normalise(line).text
        yield from _numbers(plain)
        yield from _addresses(plain)
        for match in _NAMED.finditer(plain):
            if not _INVENTED.fullmatch(match[1]):
                surname = match[1][0]
                yield f"姓名“{match[1]}”像真名；请改成 {surname}某某 或 {surname}先生/女士。"


def _numbers(plain: str) -> Iterator[str]:
    for match in _MOBILE.finditer(plain):
        number = re.sub(r"\D", "", match[1])
        if not number.startswith("1380000") and not _SMS_CENTRE.fullmatch(number):
            yield f"手机号 {match[1]} 不是 1380000xxxx；请改成虚构号码。"
    for match in _LANDLINE.finditer(plain):
        yield f"座机号 {match[0]} 像真号；请改成 1380000xxxx 或去掉。"
    for match in _IDENTITY.finditer(plain):
        yield f"{match[0]} 有 18 位，像身份证号；请删除。"
    for match in _CARD.finditer(plain):
        yield f"{match[0]} 的位数像银行卡号；请删除或缩短。"


def _addresses(plain: str) -> Iterator[str]:
    for match in _MAIL.finditer(plain):
        if not _NOBODYS_MAIL.fullmatch(match[0]):
            yield f"邮箱 {match[0]} 可能有主；请改成 example.com 下的地址。"
    for match in _ADDRESS.finditer(plain):
        try:
            address = IPv4Address(match[0])
        except AddressValueError:
            continue
        if address.is_global and not address.is_multicast and match[0] not in PUBLIC_DNS:
            yield f"IP 地址 {match[0]} 是公网地址；请改成私网或文档用地址（如 203.0.113.5）。"
