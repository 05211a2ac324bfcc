"""An experience entry: the typed view of a library line, which itself is kept as it came.

A *document* is the JSON object that a user wrote; the store keeps it whole, unknown fields and key
order included.  `Entry` is what programs read.  A line of a BEIR corpus is a document too: there
``_id`` stands for the code, and ``text`` for an empty title (https://github.com/beir-cellar/beir).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from kb.errors import BadEntry, Problem
from kb.guide import Guide, Part, soundness
from kb.problems import translate
from kb.values import impurities, shown

#: Longest code, in characters.
MAX_CODE = 64

#: Unicode categories that a code may not hold: controls, format characters, every kind of space.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})


def _check_code(code: str) -> str:
    if not 1 <= len(code) <= MAX_CODE:
        raise _refusal(f"{shown(code)} 有 {len(code)} 个字符；编码须为 1 至 {MAX_CODE} 个字符。")
    for character in code:
        if unicodedata.category(character) in _UNSEEN:
            raise _refusal(
                f"{shown(code)} 含空白或控制字符 U+{ord(character):04X}；请从编码中删除它。"
            )
    return code


def _check_title(title: str) -> str:
    if not title.strip():
        raise _refusal(f"{shown(title)} 是空的；请填写标题。")
    return title


def _check_date(text: str) -> str:
    try:
        written = date.fromisoformat(text).isoformat()
    except ValueError:
        written = ""
    if written != text:
        raise _refusal(f"{shown(text)} 不是有效日期；请写成 2027-05-31 这样的年-月-日。")
    return text


def _refusal(message: str) -> PydanticCustomError:
    # pydantic fills in {names} of a template; a value shown may hold braces of its own.
    return PydanticCustomError("kb", "{message}", {"message": message})


def _none_is_empty(value: object) -> object:
    return () if value is None else value


Code = Annotated[str, AfterValidator(_check_code)]
Texts = Annotated[tuple[str, ...], Field(strict=False), BeforeValidator(_none_is_empty)]


class Answer(Part):
    """An answer to a neighbour's question, and the entry that it speaks for."""

    answer: str
    code: Code


class Neighbour(Part):
    """An entry that is easily mistaken for this one, and the question that tells them apart."""

    code: Code
    question: str | None = None
    answers: Annotated[
        tuple[Answer, ...], Field(strict=False), BeforeValidator(_none_is_empty)
    ] = ()


class Entry(Part):
    """One experience entry; optional fields are ``None`` or empty when the document lacks them.

    Build it with `from_document`.  Unknown fields are in ``model_extra``.
    """

    code: Code
    title: Annotated[str, AfterValidator(_check_title)]
    service: str | None = None
    symptoms: Texts = ()
    key_info: Texts = ()
    exclude_info: Texts = ()
    cause: str | None = None
    text: str | None = None
    guide: Guide | None = None
    department: str | None = None
    difficulty: Annotated[int, Field(ge=1, le=3)] | None = None
    first_line: bool | None = None
    boundary: str | None = None
    neighbours: Annotated[
        tuple[Neighbour, ...], Field(strict=False), BeforeValidator(_none_is_empty)
    ] = ()
    sources: Texts = ()
    review_by: Annotated[str, AfterValidator(_check_date)] | None = None

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Read a document.

        Args:
            document: a library line or a line of a BEIR corpus, as parsed from JSON.

        Returns:
            The typed view; the document itself is not changed.

        Raises:
            BadEntry: if it is not an entry; every problem names its field.
        """
        if not isinstance(document, Mapping):
            raise BadEntry([Problem("", f"{shown(document)} 不是对象；请改为由字段组成的对象。")])
        problems = tuple(impurities(document))
        if not problems:
            fields = _without_beir(document)
            try:
                return cls.model_validate(fields)
            except ValidationError as error:
                problems = translate(error, fields)
        raise BadEntry(problems, code=_readable_code(document))

    def phrasings(self) -> tuple[str, ...]:
        """Return the texts that deserve a vector each: title, symptoms, free description.

        Returns:
            Stripped texts without blanks and repetitions, in this order; at least the title.
        """
        texts = (self.title, *self.symptoms, self.text or "")
        return _distinct(text.strip() for text in texts)


def publishing_problems(entry: Entry) -> tuple[Problem, ...]:
    """Say why an entry may stay a draft but may not be published.

    Returns:
        A problem for each fault of the guide; empty when the entry may be published.
    """
    faults = soundness(entry.guide) if entry.guide else ()
    return tuple(Problem(f"guide.{fault.field}", fault.message) for fault in faults)


def _without_beir(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as a library line: ``_id`` as code, ``text`` for an empty title."""
    fields = dict(document)
    if "code" in fields or "_id" not in fields:
        return fields
    fields["code"] = fields.pop("_id")
    title_is_empty = not str(fields.get("title") or "").strip()
    if title_is_empty and fields.get("text") is not None:
        fields["title"] = fields["text"]
    return fields


def _readable_code(document: Mapping[str, Any]) -> str | None:
    code = document.get("code", document.get("_id"))
    return code if isinstance(code, str) and 0 < len(code) <= MAX_CODE else None


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
