"""What all tests share: hypothesis without deadlines, since time says nothing on a busy machine."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("faultkb", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("faultkb")
