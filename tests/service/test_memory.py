"""A judged ticket helps the next request, in every process that serves the library."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from service.config import Config
from service.installation import install
from service.runtime import Runtime

TEXT = "王女士13800001234来电：墙上那个匣匣子冒泡，滴滴叫，不晓得算什么毛病"
LIKE = "李先生说墙上匣匣子又冒泡，一直滴滴叫，不晓得算什么毛病，请看看"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A fresh installation on keywords, which looks for news at every request."""
    config = replace(
        Config.from_environment({"FAULTKB_HOME": str(tmp_path), "FAULTKB_ENCODER": "none"}),
        refresh_seconds=0.0,
    )
    install(config)
    return config


def codes(runtime: Runtime, text: str) -> list[str]:
    """Codes of the suggestions, best first."""
    return [s.entry.code for s in runtime.current().matcher.match(text).suggestions]


def test_a_confirmed_ticket_helps_at_once(config: Config) -> None:
    """Also in another process, without a restart; taken back, all is as before."""
    here, there = Runtime(config), Runtime(config)
    before, snapshot = codes(here, LIKE), here.current().matcher.snapshot
    assert codes(there, LIKE) == before
    here.judgements.record(text=TEXT, code=before[1], right=True, judge="甲")
    assert codes(here, LIKE)[0] == codes(there, LIKE)[0] == before[1]
    assert here.current().matcher.snapshot == there.current().matcher.snapshot != snapshot
    assert there.judgements.withdraw(text=TEXT, code=before[1], judge="甲")
    assert (codes(here, LIKE), here.current().matcher.snapshot) == (before, snapshot)
