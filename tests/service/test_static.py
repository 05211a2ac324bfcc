"""What scripts and library must say alike."""

from __future__ import annotations

import re
from importlib import resources

from matcher.features import FEATURES


def test_the_page_calls_every_feature_as_the_library_does() -> None:
    """A part of a score without a name would be shown by its English one."""
    script = resources.files("service") / "static" / "js" / "suggestions.js"
    table = re.search(r"const PARTS = \{(.*?)\};", script.read_text("utf-8"), re.DOTALL)
    assert table is not None
    assert dict(re.findall(r'(\w+): "([^"]+)"', table.group(1))) == dict(FEATURES)
