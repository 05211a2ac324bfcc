"""Numbers that lead to a person: phones, identity cards, accounts, serial numbers, plates.

What stays are figures of the fault itself: they are short, and they have no cue word before them.
"""

from __future__ import annotations

import re

from kb.personal.rule import (
    ACCOUNT,
    EMAIL,
    LINK,
    MOBILE,
    NUMBER,
    PAPER,
    PASSWORD,
    PHONE,
    PLATE,
    Rule,
    found,
    value,
)

#: Between groups of digits: 138 0000 1234, 138-0000-1234, 138.0000.1234.
_GAP = r"(?: ?[-.·_] ?| {1,2})"

#: A digit, or what stands for one that was blotted out before: 138****1234, 1380000xxxx.
_BLOT = r"[\d*xX]"

_SPOKEN = "[零〇一幺二两三四五六七八九]"

#: The usual groupings of the eleven digits of a mobile number.
_MOBILE = "|".join(
    (
        r"1[3-9]\d{9}",
        rf"1[3-9]\d{_GAP}{_BLOT}{{4}}{_GAP}\d{{4}}",
        rf"1[3-9]\d{_GAP}\d{{8}}",
        rf"1[3-9]\d{{5}}{_GAP}{_BLOT}{{4}}",
        rf"1[3-9]\d\d{_GAP}\d{{3}}{_GAP}\d{{4}}",
        rf"1[3-9]\d\d{_GAP}\d{{7}}",
        rf"1[3-9]\d{{3}}{_GAP}\d{{6}}",
        rf"1[3-9]\d(?:{_GAP}\d\d){{4}}",
        rf"1{_GAP}[3-9](?:{_GAP}\d){{9}}",
    )
)

_DATE = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"

#: Cue words before a subscriber's account.
_ACCOUNT_CUE = (
    "账号|帐号|账户|帐户|用户名|登录名|宽带号码?|接入号码?|业务号码?|产品号码?|设备号码?"
    "|客户号码?|客户编[号码]|户号|合同号|专线号|专线编号|电路编号|电路代号"
)

_CHAT_CUE = r"微信|威信|薇信|钉钉|抖音号|快手号|扣扣|QQ|(?<![a-z])(?:weixin|wechat|vx|wx)"

_SERIAL_CUE = (
    r"(?<![a-z])(?:IMSI|ICCID|IMEI|MEID|S/?N|LOID|MAC)|序列号|串号|串码|逻辑ID|卡号|设备码|物理码"
)

#: Router models look like plates behind 新, 黑, 云: 小米黑AX3000, 换新HG8245.
_MODEL = r"(?:AC|AP|AX|BE|EG|HG|HS|HN|TL|WR|WS|WA)\d"

#: A figure of the fault behind a cue word: 账号1000M, 账号192.168.1.1, 账号2024-11-05停机.
_PLAIN = re.compile(
    r"\d{1,5}|\d+(?:\.\d+)?(?:[MGK](?:bps)?|ms|dBm?)|\d+(?:\.\d+){3}|\d{4}-\d\d?(?:-\d\d?)?",
    re.IGNORECASE,
)


def _is_plain(match: re.Match[str]) -> bool:
    it = value(match)
    return sum(c.isdecimal() or c in "xX*" for c in it) < 3 or bool(_PLAIN.fullmatch(it))


def _is_no_handle(match: re.Match[str]) -> bool:
    it = value(match)
    cued = any(sign in match.string[match.start() : found(match)[0]] for sign in "号:")
    return bool(_PLAIN.fullmatch(it)) or not (cued or sum(c.isdecimal() for c in it) > 1)


def _is_word(match: re.Match[str]) -> bool:
    return not any(c.isdecimal() for c in value(match))


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


RULES = (
    Rule(
        EMAIL,
        _compile(r"(?<![a-z0-9._%+*-])[a-z0-9._%+*-]++@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}"),
    ),
    Rule(
        PASSWORD,
        _compile(r"密码】?[ :]{0,2}[:为是][ :]{0,2}(?P<it>[a-z0-9!@#$%^&*._-]{6,32})"),
        _is_word,
    ),
    Rule(
        PAPER,
        _compile(
            rf"(?<!\d)[1-9]\d{{5}} ?(?:{_DATE} ?\d{{3}}[\dx]|\d\d(?:0[1-9]|1[0-2])"
            r"(?:0[1-9]|[12]\d|3[01])\d{3})(?!\d)"
        ),
    ),
    Rule(
        PAPER,
        _compile(
            rf"(?:身份证|证件|护照)(?:号码?|后[四六]位|尾号)*{LINK}(?P<it>[a-z]?{_BLOT}{{4,18}})"
        ),
    ),
    Rule(MOBILE, _compile(rf"(?<!\d)(?:\(?\+?(?:00)?86\)?[ -]?)?(?:{_MOBILE})(?!\d)")),
    # Spoken digit by digit, as speech recognition writes them.
    Rule(
        MOBILE,
        _compile(rf"[一幺][三四五六七八九](?: ?{_SPOKEN}){{9}}"),
    ),
    Rule(
        MOBILE,
        _compile(
            rf"(?<![\dx*])(?:\+?86)?1[3-9]\d(?:(?={_BLOT}{{8}}(?!{_BLOT}))\d*(?:x{{2,}}|\*{{2,}}){_BLOT}*"
            r"| ?(?:\*{3,}|x{4})(?: ?\d{4})?)(?!\d)"
        ),
    ),
    Rule(
        ACCOUNT,
        _compile(rf"(?:{_CHAT_CUE})(?:号码?|账号|ID)?{LINK}(?P<it>[a-z0-9][a-z0-9_-]{{4,31}})"),
        _is_no_handle,
    ),
    Rule(
        NUMBER,
        _compile(rf"(?:{_SERIAL_CUE})(?:地址|号码?|码)?{LINK}(?P<it>[a-z0-9][a-z0-9*:-]{{5,63}})"),
        _is_plain,
    ),
    Rule(
        ACCOUNT,
        _compile(rf"(?:{_ACCOUNT_CUE}){LINK}(?P<it>[a-z0-9][a-z0-9_.@*-]{{4,63}})"),
        _is_plain,
    ),
    # Accounts are known by their letters in front: ad0576123456, also with a blotted tail.
    Rule(
        ACCOUNT,
        _compile(r"(?<![a-z0-9])[a-z]{1,8}(?=\d{3})[\dx*]{9,}[a-z0-9]*(?:@[a-z0-9.-]{1,63})?"),
    ),
    Rule(ACCOUNT, _compile(r"(?<![a-z0-9._*-])[a-z0-9._*-]{5,64}@[a-z][a-z0-9.-]{1,63}")),
    Rule(
        PHONE,
        _compile(
            rf"(?<![\dx*.])\(?0\d{{2,3}}\)? ?-? ?[2-9]{_BLOT}{{6,7}}(?!{_BLOT})"
            r"(?:-\d{1,4}(?!\d))?"
        ),
    ),
    Rule(PHONE, _compile(r"(?<![a-z0-9*])[2-9](?:x{3}|\*{3,})\d{3,4}(?![a-z0-9*])")),
    Rule(PHONE, _compile(r"(?<!\d)[48]00 ?-? ?(?:\d{3} ?-? ?\d{4}|\d{4} ?-? ?\d{3})(?!\d)")),
    Rule(
        PHONE,
        _compile(
            rf"(?:电话|座机|号码|固话|传真|联系方式)(?:号码?)?{LINK}"
            rf"(?P<it>(?!{_DATE}(?!\d))[2-9](?:{_BLOT}{{6,7}}|\d{{2,3}}[- ]\d{{4}})(?!{_BLOT}))"
        ),
    ),
    Rule(NUMBER, _compile(r"(?<!\d)\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,4})?(?!\d)")),
    Rule(
        NUMBER,
        _compile(rf"(?<![\dx*])(?!0x)(?={_BLOT}{{9}})\d{{2,}}(?:x{{2,}}|\*{{2,}}){_BLOT}*"),
    ),
    Rule(NUMBER, _compile(r"\d{9,}[x*]*")),
    Rule(NUMBER, _compile(r"(?<![0-9a-f:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9a-f:-])")),
    Rule(NUMBER, _compile(rf"尾号{LINK}(?P<it>[\dx*a-f]{{3,8}})(?![a-z0-9])"), _is_word),
    Rule(
        PLATE,
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
            rf"(?!{_MODEL})[A-HJ-NP-Z](?!{_MODEL})[ ·.-]?"
            r"(?=[A-Z]*\d)(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳领]|[A-K]\d{5}|\d{5}[A-K])"
            r"(?![A-Za-z0-9])"
        ),
    ),
)
"""In the order in which they are applied: what has a cue word or a shape of its own goes first."""
