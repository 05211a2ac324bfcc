"""Names of persons: a surname before a title, after a cue word, or before a phone number.

Titles stay, as they tell how to speak to the person: 张先生 becomes 〔姓名〕先生.
"""

from __future__ import annotations

import re

from kb.personal.rule import HAN, LINK, MOBILE, NAME, PHONE, Rule, found
from kb.personal.surnames import AFTER, AMBIGUOUS, COMPOUND, PLAIN, WORDS

_TITLE = (
    "老?先生|女士|小姐|师傅|阿姨|老师|老?太太|夫人|奶奶|爷爷|大爷|大妈|大叔|大姐|大哥|大娘|大伯|叔叔|伯伯"
    "|经理|主任|会计|警官|医生|老板|同志|书记|校长|院长|园长|局长|处长|科长|村长|镇长|站长|店长|厂长"
    "|队长|班长|所长|行长|律师|护士|教授|法官|同学"
)

#: What a name is followed by where no punctuation ends it.
_VERB = (
    "报|反映|反应|反馈|来电|致电|去电|称|说|讲|表示|投诉|申告|申请|要求|咨询|电话|手机|联系|办理|登记|诉"
    "|催|回复|本人|名下|家|在|已|上午|下午|晚上|今|明天|昨|白天|全天|周末|随时|需|可|性格|态度|很|系"
)

# Another name does not end a name: else a row of names would be eaten from its end, one a round.
_LAST = rf"(?!{HAN}|{NAME})"
_END = rf"(?:{_LAST}|(?={_VERB}))"

#: Characters that no given name holds.
_GIVEN = rf"(?:(?![的了和与等是在位个名们某不没有也都老]){HAN})"

_CUE = (
    "联系人|联络人|姓名|户名|户主|机主|车主|号主|经办人|代办人|收件人|收货人|申告人|报障人|报修人|投诉人"
    "|申请人|使用人|来电人|登记人|负责人|监护人"
)

#: Words that a name may follow, but mostly something else does: 客户要求, 用户余额.
_PARTY = "客户|用户|业主|住户|房东"

_CUES = tuple(_CUE.split("|"))

_PLAIN = rf"(?:[{PLAIN}]|{COMPOUND})"
_ANY = rf"(?:[{PLAIN}{AMBIGUOUS}]|{COMPOUND})"


def _is_word(match: re.Match[str]) -> bool:
    start, end = found(match)
    text = match.string
    if text[start : min(end, start + 2)] in WORDS:
        return True
    in_word = start > 0 and text[start - 1] in AFTER.get(text[start], "")
    return in_word and not text.endswith(_CUES, 0, start)


def _rule(pattern: str) -> Rule:
    return Rule(NAME, re.compile(pattern), _is_word)


RULES = (
    _rule(rf"{_ANY}(?:(?={_TITLE}|某某)|(?=某{_END}))"),
    _rule(rf"{_ANY}{_GIVEN}{{1,2}}(?=老?先生|女士|小姐)"),
    _rule(rf"{_PLAIN}{_GIVEN}{{1,2}}(?={_TITLE})"),
    _rule(
        rf"{_PLAIN}(?=哥(?!哥|们)|姐(?![夫妹])|叔|婶|嫂|姨|伯|爷|总(?![是共部店台要线机公之算体结额量数])"
        r"|工(?![作程单号会资地具厂人业期时商信序艺种]))"
    ),
    # The given name of 刘洪先生, whose second character is a surname too.
    _rule(rf"(?<![{PLAIN}]){_PLAIN}(?={NAME}(?:{_TITLE}))"),
    _rule(
        rf"(?:{_CUE})(?:姓名|名称|叫)?{LINK}[(【「]?(?P<it>[小老阿]?{_ANY}(?:{_GIVEN}{{1,2}}{_END}|{_LAST}))"
    ),
    _rule(rf"(?:{_CUE})(?:姓名|名称|叫)?{LINK}[(【「]?(?P<it>{_PLAIN}{_GIVEN}{{1,2}})"),
    _rule(rf"(?:{_CUE})(?:姓名|名称|叫)?{LINK}(?P<it>[A-Z][a-z]{{1,14}})(?![A-Za-z0-9])"),
    _rule(rf"(?:{_PARTY})(?:姓名|名称)?(?:】|[ :]*:)[ :]*(?P<it>{_ANY}{_GIVEN}{{1,2}}{_LAST})"),
    _rule(rf"(?:{_PARTY}) ?(?P<it>{_PLAIN}{_GIVEN}{{1,2}}{_END})"),
    _rule(
        rf"(?:(?<!{HAN})|(?<=联系)|(?<=致电)|(?<=[人找拨打]))"
        rf"(?P<it>[小老阿]?{_ANY}{_GIVEN}{{1,2}})(?=[ (:,/]{{0,2}}(?:{MOBILE}|{PHONE}))"
    ),
    _rule(rf"(?<!{HAN}){_PLAIN}{_GIVEN}{{1,2}}(?=来电|致电|反映|报障|投诉|申告|咨询)"),
    _rule(rf"[小老阿]{_ANY}(?=[ (:,/]{{0,2}}(?:{MOBILE}|{PHONE}))"),
    _rule(rf"(?<=姓)(?P<it>{_ANY})(?:(?=的)|{_LAST})"),
)
"""In the order in which they are applied."""
