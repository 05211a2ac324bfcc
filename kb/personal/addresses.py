"""Addresses: a street or an estate with a number, a building with a flat, what follows 地址：.

The name of a district or an estate alone stays: 全小区断网 and 源小区切换失败 tell of the fault.
"""

from __future__ import annotations

import re

from kb.personal.rule import ADDRESS, HAN, Rule, value

#: Characters of ordinary speech at which a name of a place cannot go on to the left.
_SPEECH = (
    "在到于位住址是的了至从去往沿与及由给为说称讲报障反映要求来请派断修装查我你他她它们这那个些隔壁整全"
    "同各每几两别没有不未无也都还就又再已只仅能会可被把让叫听看接号灯猫线网视屏卡慢掉坏闪因但而且或该某另"
    "附近旁对即核实共约户诉理务问请今昨晚条通得着过吗呢啊吧很太"
)

_PLACE = rf"(?:(?![{_SPEECH}]){HAN})"

#: 浙江省, 西湖区, 金港镇; without these characters inside, so that there is one way to read them.
_UNIT = rf"(?:(?:(?![{_SPEECH}省市区县旗镇乡道]){HAN}){{1,6}}(?:省|自治区|市|区|县|旗|镇|乡|街道))"

_STREET = r"(?:路|街|大道|巷|弄|胡同)(?<![线电链光支通回网分气水思走铁短断公]路)"

_ESTATE = (
    "(?:小区|花园|家园|公寓|新村|新城|新区|山庄|别墅|大厦|大楼|广场|公馆|宿舍|名都|国际|中心|大院"
    "|[东西南北]区|[一二三四五六]期|[苑园村湾府城庭邸墅院坊居郡轩阁都寓舍]|(?<![村院店厂家屋手夜室厅房车心这那山坳沟谷])里)"
)

_FIGURE = r"(?:\d{1,4}|[A-Za-z]\d{0,3}|[一二三四五六七八九十甲乙丙丁]{1,3})"

#: Error codes of broadband dialling that could be flats.
_CODE = r"(?:619|629|633|645|651|676|678|691|718|720|734|769|797|813|815|868)"

#: 302, 1102室; not 100多户, 1000M, 691.
_FLAT = (
    rf"(?!{_CODE}(?![\d室房]))\d{{3,4}}"
    r"(?!\d|[.:]\d|[MmGgKk%/]|多|余|来户|户|个|台|部|兆|元|块|米|人|家|点|次|端口|dB|ms|年|月)[室房]?"
)

_BUILDING = rf"{_FIGURE}(?:号楼|幢|栋(?!楼)|座(?!机(?!房)|[席套位]))"
_DOORS = rf"(?: ?-? ?{_FIGURE}单元)?(?: ?-? ?(?:\d{{1,2}}[楼层Ff]-?)?{_FLAT})?(?:[东西南北]户)?"

#: 3-2-601, 11-604; not a month with its day, not a year.
_DASHED = (
    r"(?<![\d-])(?:\d{1,3}-\d{1,2}-(?!20[2-3]\d)\d{3,4}|\d{1,3}-(?!20[2-3]\d)\d{3,4})"
    r"(?![\d:.%-]|[MmGg]|户|元|个|ms|dB|米|兆)[室房]?"
)

_DOOR_NUMBER = r"\d{1,5}(?:-\d{1,3})?号(?![杆桩线段站机口槽板灯位信频])(?:院|铺|门面)?"

_TAIL = rf"(?: ?(?:{HAN}{{0,4}}?{_BUILDING}{_DOORS}|\d{{1,2}}[Ff]-\d{{3,4}}|{_DASHED}))?"

#: What makes a text after 地址： a postal address, and what makes it one of a network.
_POSTAL = re.compile(
    r"[路街巷弄道村镇乡县区市苑园里湾府城庭幢栋楼座室号组厦场院店厂校站口所都寓舍]"
)
_NETWORK = re.compile(
    r"IP|DNS|MAC|DHCP|VLAN|网关|端口|服务器|自动|获取|正常|异常|错误|冲突|一致|不符|解析|[公内私]网|静态|动态"
    r"|OLT|ONU|PON|机房|地址池|网段|掩码|//|\d+\.\d+\.\d+",
    re.IGNORECASE,
)


#: Where a text after 地址： goes on.
_RUN = r"[^\s,。;、|/〔〕【】()\"“”「」]"


def _is_no_address(match: re.Match[str]) -> bool:
    it = value(match)
    return not _POSTAL.search(it) or bool(_NETWORK.search(it))


def _rule(pattern: str) -> Rule:
    return Rule(ADDRESS, re.compile(pattern))


RULES = (
    Rule(
        ADDRESS,
        re.compile(
            r"(?:地址|住址|地点|门牌号?)(?:】[ :]*| ?:[ :]*)"
            rf"(?P<it>{_RUN}{{3,40}}(?: \d{_RUN}{{0,20}})?)"
        ),
        _is_no_address,
    ),
    _rule(rf"{_UNIT}{{0,5}}{_PLACE}{{1,6}}{_STREET} ?{_DOOR_NUMBER}{_TAIL}"),
    _rule(
        rf"{_UNIT}{{0,5}}(?:{_PLACE}{{1,8}}{_ESTATE})"
        rf"(?: ?{_BUILDING}{_DOORS}| ?{_FIGURE}单元(?: ?{_FLAT})?| ?{_DASHED}| ?\d{{3,4}}[室房]"
        r"|\d{1,2}组(?:\d{1,4}号)?)"
    ),
    _rule(
        rf"{_UNIT}{{0,5}}{_PLACE}{{2,8}}{_ESTATE}{_DOOR_NUMBER}"
        rf"(?:(?!{HAN}|{ADDRESS})|(?=[前后旁东西南北内]|\d)){_TAIL}"
    ),
    _rule(
        r"(?:住址|家住|家在|住在|(?:装机|安装|上门|联系|家庭|店铺)地址) ?:?"
        rf"(?P<it>{_UNIT}{{0,5}}{_PLACE}{{1,8}}{_ESTATE})"
    ),
    _rule(
        rf"(?<![\dA-Za-z.:共约有计达近超余多剩-])(?:\d{{1,3}}[-、/]){{0,5}}\d{{1,3}}(?:号楼|[幢栋](?!楼)){_DOORS}"
    ),
    _rule(
        rf"(?:[一二三四五六七八九十]{{1,3}}号楼|[甲乙丙丁](?:楼|幢|栋)|(?<![A-Za-z])[A-Z]座(?!机(?!房)|[席套位])){_DOORS}"
    ),
    _rule(rf"(?:(?<![\d.])\d{{1,3}}|[A-Za-z一二三四五六七八九十甲乙丙丁])单元 ?-? ?{_FLAT}"),
    _rule(r"(?<![\d.-])\d{3,4}室(?!内|外)"),
    _rule(rf"(?<![\d.A-Za-z-])(?=\d{{1,3}}-\d{{1,2}}-\d{{3}}){_DASHED}"),
    _rule(r"(?<![\dA-Za-z])\d{1,2}[Ff]-\d{3,4}(?!\d)"),
)
"""In the order in which they are applied."""
