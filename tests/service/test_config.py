"""Configuration: read from the variables in one place, refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.config import Config
from service.errors import BadConfiguration


def test_defaults() -> None:
    """State under ./var, the embedded database, the default encoder, this machine only."""
    config = Config.from_environment({})
    assert config.home == Path("var")
    assert config.database.startswith("sqlite:///") and config.database.endswith("faultkb.db")
    assert (config.encoder, config.open_access) == ("default", False)


def test_variables() -> None:
    """Each variable reaches its field."""
    config = Config.from_environment(
        {
            "FAULTKB_HOME": "/srv/kb",
            "FAULTKB_DB": "postgresql://db/kb",
            "FAULTKB_ENCODER": "none",
            "FAULTKB_OPEN": "1",
            "FAULTKB_ENCODER_THREADS": "2",
        }
    )
    assert config == Config(Path("/srv/kb"), "postgresql://db/kb", "none", True, 2)


@pytest.mark.parametrize("value", ["yes", "2", " 1"])
def test_a_switch_is_0_or_1(value: str) -> None:
    """Anything else is refused by name and value."""
    with pytest.raises(BadConfiguration, match="FAULTKB_OPEN"):
        Config.from_environment({"FAULTKB_OPEN": value})
