"""What the studies share: parameters, the sample, figures a ticket, tables and labels."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest

from bench.study.drawing import NAMES, Wording
from bench.study.figures import Share, per_ticket
from bench.study.sample import Parameters, draw
from bench.study.tables import Table
from corpus.reader import entries
from matcher.evaluate import Outcome
from matcher.tickets import Ticket
from service.errors import BadConfiguration


def make_tickets(**kinds: int) -> list[Ticket]:
    """`hard=3, none_hard=1` gives three hard tickets with an entry and one without."""
    return [
        Ticket(
            identifier=f"{kind}-{number}",
            text="红灯",
            labelled=True,
            codes=frozenset() if kind.startswith("none_") else frozenset(["T-001"]),
            style=kind.removeprefix("none_"),
        )
        for kind, count in kinds.items()
        for number in range(count)
    ]


def test_defaults() -> None:
    """All tickets of dev with the installed encoder; an empty value is a missing one."""
    assert Parameters.from_environment({}) == Parameters("dev", None, "default")
    assert Parameters.from_environment({"FAULTKB_STUDY_LIMIT": ""}).limit is None


def test_environment() -> None:
    """Each variable sets its parameter."""
    variables = {
        "FAULTKB_STUDY_SPLIT": "test",
        "FAULTKB_STUDY_LIMIT": "60",
        "FAULTKB_STUDY_ENCODER": "none",
    }
    assert Parameters.from_environment(variables) == Parameters("test", 60, "none")


@pytest.mark.parametrize("value", ["0", "1", "-3", "many", "2.5"])
def test_bad_limit(value: str) -> None:
    """The message names the variable, its value and the remedy."""
    with pytest.raises(BadConfiguration, match=f"FAULTKB_STUDY_LIMIT='{value}'.*2 以上的整数"):
        Parameters.from_environment({"FAULTKB_STUDY_LIMIT": value})


def test_draw_keeps_shares() -> None:
    """Of 80 + 20 a tenth is 8 + 2, in the order of the tickets, the same each time."""
    tickets = make_tickets(hard=80, none_hard=20)
    drawn = draw(tickets, 10)
    assert sum(bool(ticket.codes) for ticket in drawn) == 8
    assert drawn == sorted(drawn, key=tickets.index) == draw(tickets, 10)
    assert drawn != draw(tickets, 10, seed=1)


@pytest.mark.parametrize("limit", [2, 4])
def test_draw_few(limit: int) -> None:
    """With and without an entry, however few are drawn and however rare a kind is."""
    drawn = draw(make_tickets(hard=900, customer=900, none_customer=2, none_hard=2), limit)
    assert len(drawn) == limit
    assert {bool(ticket.codes) for ticket in drawn} == {True, False}


@pytest.mark.parametrize("limit", [None, 7, 100])
def test_draw_all(limit: int | None) -> None:
    """No limit, or one that is not reached, changes nothing."""
    tickets = make_tickets(hard=4, none_hard=3)
    assert draw(tickets, limit) == tickets


def test_per_ticket() -> None:
    """Second place: no hit@1, a hit@3, 1/2, and 1/log2(3) of the gain."""
    ticket = make_tickets(hard=1)[0]
    values = per_ticket([Outcome(ticket, ("T-002", "T-001"), (0.6, 0.3), "宽带")])
    assert {name: column.tolist() for name, column in values.items()} == {
        "hit@1": [0.0],
        "hit@3": [1.0],
        "hit@5": [1.0],
        "mrr@10": [0.5],
        "ndcg@10": [pytest.approx(1 / np.log2(3))],
    }


def test_share() -> None:
    """The mean inside its interval; without tickets all is 0."""
    share = Share.of(np.array([1.0, 0.0, 1.0, 1.0]))
    assert share.low <= share.value == 0.75 <= share.high
    assert share.n == 4
    assert str(Share.of(np.array([]))) == "0.000 [0.000, 0.000]"


def test_table() -> None:
    """Headings of the first row; texts of tickets are shown, never run."""
    shown = Table([{"工单": "<b>红灯</b>\n第二行", "置信度": 0.5}])._repr_html_()
    assert "&lt;b&gt;红灯&lt;/b&gt;<br>第二行" in shown
    assert ">0.500<" in shown
    assert shown.count("<th ") == 2
    assert Table([])._repr_html_() == "<p>（无）</p>"


def test_upright_table() -> None:
    """A table a row, heading beside cell."""
    shown = Table([{"工单": "1", "投诉": "红灯"}] * 2, upright=True)._repr_html_()
    assert shown.count("<table>") == 2
    assert shown.count("<tr>") == 4


def test_labels_without_the_font() -> None:
    """English, also for every business line of the library, and nothing that needs the font."""
    with mpl.rc_context():
        say = Wording("No Such Font")
        assert say("置信度", "confidence") == "confidence"
        lines = {document["service"] for document in entries()}
        assert all(say.name(line).isascii() for line in lines)
        assert lines <= NAMES.keys()
