"""Masking: what is personal goes, what tells of the fault stays, and twice is as good as once."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reader import SPLITS, entries, tickets
from kb.masking import mask
from kb.personal.rule import MARKERS, fold

PERSONAL = [
    # mobile numbers
    ("电话13800001234报障", "电话〔手机〕报障"),
    ("联系 138 0000 1234。", "联系 〔手机〕。"),
    ("回电138-0000-1234，急", "回电〔手机〕，急"),
    ("+86 13800001234", "〔手机〕"),
    ("（+86）13800001234", "〔手机〕"),
    ("８６－１３８００００１２３４断网", "〔手机〕断网"),
    ("１３８　００００　１２３４", "〔手机〕"),
    ("号码1380000 1234仍双停", "号码〔手机〕仍双停"),
    ("1 3 8 0 0 0 0 1 2 3 4", "〔手机〕"),
    ("备用138****1234", "备用〔手机〕"),
    ("备用1380000xxxx，儿子接", "备用〔手机〕，儿子接"),
    ("我号码是幺三八零零零零一二三四", "我号码是〔手机〕"),
    ("13800001234/13900005678均打不通", "〔手机〕/〔手机〕均打不通"),
    ("【业务号码】13800001234【诉求】", "【业务号码】〔手机〕【诉求】"),
    # landlines
    ("固话0576-88123456无声", "固话〔电话〕无声"),
    ("（0571）88123456打不通", "〔电话〕打不通"),
    ("057188123456忙音", "〔电话〕忙音"),
    ("座机：8812345 拿起没声", "座机：〔电话〕 拿起没声"),
    ("电话是 8812-3456", "电话是 〔电话〕"),
    ("固话0576-8xxxx321正常", "固话〔电话〕正常"),
    # papers
    ("身份证33010219900307123X已核", "身份证〔证件〕已核"),
    ("330102900307123", "〔证件〕"),
    ("身份证后四位123X", "身份证后四位〔证件〕"),
    # accounts, cards and serial numbers
    ("卡号6222 0202 0000 1234 567扣款", "卡号〔编号〕扣款"),
    ("6222020200001234567", "〔编号〕"),
    ("账号ad0576123456拨号691", "账号〔账号〕拨号691"),
    ("宽带ad0576xxxxxx在线", "宽带〔账号〕在线"),
    ("帐号：ntxx8842，预约周六", "帐号：〔账号〕，预约周六"),
    ("用户名0576abc123@iptv被拒", "用户名〔账号〕被拒"),
    ("IMSI 460110123456789未刷新", "IMSI 〔编号〕未刷新"),
    ("ICCID：89860318771012345678", "ICCID：〔编号〕"),
    ("光猫SN：HWTC12AB34CD未注册", "光猫SN：〔编号〕未注册"),
    ("MAC 8C-68-C8-12-AB-56非法", "MAC 〔编号〕非法"),
    ("密码：abc12345登不上", "密码：〔密码〕登不上"),
    ("邮箱zhang.san@example.com收发票", "邮箱〔邮箱〕收发票"),
    ("微信号zhangsan88加我", "微信号〔账号〕加我"),
    ("QQ：12345678远程", "QQ：〔账号〕远程"),
    ("车牌浙B·12345进不去", "车牌〔车牌〕进不去"),
    ("沪AD12345堵住弱电井", "〔车牌〕堵住弱电井"),
    ("设备归属尾号4471的用户", "设备归属尾号〔编号〕的用户"),
    # names
    ("张先生反映断网", "〔姓名〕先生反映断网"),
    ("联系人：欧阳女士", "联系人：〔姓名〕女士"),
    ("王建国先生来电", "〔姓名〕先生来电"),
    ("刘洪先生来电", "〔姓名〕先生来电"),
    ("用户王某某报障", "用户〔姓名〕某某报障"),
    ("联系人李娜在家", "联系人〔姓名〕在家"),
    ("【户主】陈志强【现象】无网", "【户主】〔姓名〕【现象】无网"),
    ("姓名:司马光，宽带慢", "姓名:〔姓名〕，宽带慢"),
    ("经办人 赵敏 受理", "经办人 〔姓名〕 受理"),
    ("机主孙悟空反映无信号", "机主〔姓名〕反映无信号"),
    ("客户：方明，光猫红灯", "客户：〔姓名〕，光猫红灯"),
    ("客户张伟来电", "客户〔姓名〕来电"),
    ("杨丽 13800001234 断网", "〔姓名〕 〔手机〕 断网"),
    ("找小周13800001234", "找〔姓名〕〔手机〕"),
    ("请李师傅上门", "请〔姓名〕师傅上门"),
    ("周老师网课卡", "〔姓名〕老师网课卡"),
    ("周一张先生来电", "周一〔姓名〕先生来电"),
    ("王建国来电反映断网", "〔姓名〕来电反映断网"),
    ("上周周阿姨来过", "上周〔姓名〕阿姨来过"),
    ("我姓赵，网不通", "我姓〔姓名〕，网不通"),
    # addresses
    ("浙江省杭州市西湖区文三路18号断网", "〔地址〕断网"),
    ("地址和平路86号，急", "地址〔地址〕，急"),
    ("阳光小区3幢2单元502室断网", "〔地址〕断网"),
    ("金桂花园7栋1101，看不了电视", "〔地址〕，看不了电视"),
    ("滨江国际6-2-1501无网", "〔地址〕无网"),
    ("汇景湾11-604周三在家", "〔地址〕周三在家"),
    ("东风新村18号楼没信号", "〔地址〕没信号"),
    ("双桥村4组全断", "〔地址〕全断"),
    ("【地址】下沙村老年活动室【现象】黑屏", "【地址】〔地址〕【现象】黑屏"),
    ("门牌：学府路88号2楼，停车扫码", "门牌：〔地址〕，停车扫码"),
    ("5幢整栋楼断网", "〔地址〕整栋楼断网"),
    ("7号楼2单元10户LOS红", "〔地址〕10户LOS红"),
    ("家住金桂花园，网慢", "家住〔地址〕，网慢"),
]

FAULT = [
    # codes and figures
    "宽带拨号报691，重启后651",
    "账号691，密码错",
    "错误678、619、720、734",
    "笔记本蓝屏0x0000007E",
    "系统报0x80070035找不到网络路径",
    "盒子提示20302，重启无效",
    "收光-27.5dBm，光衰大",
    "光功率-18.9dBm，RSRP -110",
    "千兆套餐测速只有94Mbps",
    "账号1000M宽带限速",
    "丢包3.5%，时延350-500ms",
    "网关192.168.1.1打不开",
    "端口8080不通，VLAN 3961",
    "地址10.0.0.138，掩码255.255.255.0",
    "IP地址：自动获取失败",
    "获取不到IPv6地址，只有240e:3a1::1",
    "核对申告地址：均正常",
    "信道36，2.4G和5G都慢",
    "1920x1080画面花屏",
    "OLT端口1/5/3，单板温度过高",
    # lamps and devices
    "LOS灯闪红，PON灯灭",
    "换新HG8245后正常",
    "小米黑AX3000连不上",
    "光猫F650，盒子B860AV2.1",
    "中兴ZXHN F663N重启",
    # times, dates, money, service numbers
    "2024-11-05 09:30起断网",
    "11月5日22:10又断",
    "20241105受理，20241106派单",
    "每天12:00-13:30卡",
    "月初3号断、8号断、17号断",
    "我们小区5号开始断网",
    "资费199元，违约金300元，余额-41.8",
    "打10000号投诉，10086也打不通",
    "拨12345和95598无应答",
    "199号段打不通",
    # people and places without a name
    "装机师傅说线路没问题",
    "上周师傅来过，还是慢",
    "十分钟师傅就到",
    "安装师傅没接好线",
    "对方先生是租客",
    "王总是打不通",
    "由于老师在上课，晚上再来",
    "客户方便时联系",
    "客户要求上门，用户高峰在晚上",
    "客户谢绝回访",
    "用户曾多次反映未解决",
    "用户名密码错误",
    "整栋楼断网",
    "涉及11栋楼四百余户",
    "小区整个停电后没网",
    "源小区向目标小区切换失败",
    "一单元没网，二单元三单元没受影响",
    "线路3号杆断线",
    "办公室里信号差",
    "隔壁家座机也没声",
    "5G座机没信号",
    "手机尾号带888的号码办不了",
    "微信付款都好着",
    "新UPDATE未响应",
    "联系人都读得出来",
]

PAIRS = [
    (
        "张先生13800001234，阳光小区3幢502，断网",
        "欧阳先生139-1111-2222，金桂花园11栋1单元1204室，断网",
    ),
    ("联系人王伟，账号ad0576123456，691", "联系人诸葛孔明，账号ad0571654321，691"),
    (
        "固话0576-88123456无声，地址：和平路86号",
        "固话(0571)8765432无声，地址：高新区学府路12号院4-302",
    ),
    ("身份证33010219900307123X过户", "身份证330102900307123过户"),
]

_FRAGMENTS = """
联系人 姓名 客户 户主 刘 张 老 先生 师傅 某 伟 工 姓 的 报 家
地址： 阳光 苑 小区 路 街 号 幢 单元 室 村
13800001234 138 0000 1 12 302 3-2-601 0576 ad xx **** １３８ 幺三八 零零零零 一二三四 京 B12345 86 +
尾号 电话 号码 QQ SN 密码 是 〔 〕 【 】 ( - / 、 ， @ . a
"""

FRAGMENTS = [*MARKERS, *_FRAGMENTS.split(), " ", "\n", "\u3000", "\0", "\ud800"]

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


@pytest.mark.parametrize(("text", "masked"), PERSONAL)
def test_what_is_personal_becomes_a_marker(text: str, masked: str) -> None:
    """And nothing around it changes."""
    assert mask(text) == masked


@pytest.mark.parametrize("text", FAULT)
def test_what_tells_of_the_fault_stays(text: str) -> None:
    """Codes, levels, addresses of a network, times, and words that only look like names."""
    assert mask(text) == text


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_tickets_that_differ_in_persons_only_become_equal(one: str, other: str) -> None:
    """However long the names and numbers are, and however they are written."""
    assert mask(one) == mask(other)


@pytest.mark.parametrize(
    "text", ["", "\0", "\ud800", "〔手机〕", "〔姓名〕先生〔地址〕", "‮\U0010ffff"]
)
def test_odd_texts_come_back_as_they_are(text: str) -> None:
    """Nothing in them is personal, and nothing in them is too odd."""
    assert mask(text) == text


@given(ANY_TEXT | st.lists(st.sampled_from(FRAGMENTS)).map("".join))
def test_masking_is_idempotent(text: str) -> None:
    """On any text that Python can hold, on rows of what rules look for; no marker gets lost."""
    masked = mask(text)
    assert mask(masked) == masked
    assert all(marker in masked for marker in MARKERS if marker in text)


@given(
    before=ANY_TEXT | st.sampled_from(FRAGMENTS),
    number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    after=ANY_TEXT | st.sampled_from(FRAGMENTS),
    wide=st.booleans(),
)
def test_no_mobile_number_survives(before: str, number: str, after: str, wide: bool) -> None:
    """Whatever stands beside it, digits and letters included."""
    written = "".join(chr(ord(c) + 0xFEE0) for c in number) if wide else number
    assert not re.search(r"1[3-9]\d{9}", fold(mask(before + written + after)))


@given(ANY_TEXT)
def test_folding_keeps_every_place(text: str) -> None:
    """A place in the folded text is a place in the text; folding twice is folding once."""
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    "unit",
    [
        "刘某",
        "客户张",
        "阳光苑5号",
        "A座302",
        "a单元302",
        "0576x",
        "1、",
        "1-",
        "区",
        "a.",
        "1x",
        "〔手机〕",
        "省市区",
        "张三13800001234",
        "幺三",
    ],
)
def test_rows_of_the_same_take_no_time(unit: str) -> None:
    """20,000 characters made to annoy: no pattern backtracks, no marker bares the next."""
    start = time.process_time()
    mask((unit * 20_000)[:20_000])
    assert time.process_time() - start < 5


def test_no_number_of_the_corpus_survives() -> None:
    """Every invented phone number and account of the labelled tickets is masked."""
    invented = re.compile(r"1[3-9]\d[\d*x]{8}|1[3-9]\d{5} \d{4}|0\d{2,3}-\d{7,8}|ad0576")
    texts = [
        row.get(field, "") for s in SPLITS for row in tickets(s) for field in ("text", "handling")
    ]
    holding = [text for text in texts if invented.search(text)]
    assert len(holding) > 300
    assert [masked for text in holding if invented.search(masked := mask(text))] == []


def test_most_of_the_corpus_is_left_alone() -> None:
    """Invented persons are rare in it: more than a fifth changed would mean faults are masked."""
    texts = [row["text"] for split in SPLITS for row in tickets(split)]
    assert sum(mask(text) != text for text in texts) < len(texts) / 5


def test_the_library_is_left_alone() -> None:
    """It speaks of the same faults in the same words, and of nobody: what changes is a mistake."""
    texts = [text for entry in entries() for text in strings(entry)]
    assert len(texts) > 10_000
    assert sum(mask(text) != text for text in texts) <= len(texts) / 1000
