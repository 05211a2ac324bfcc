"""Alembic's folder: ``env.py`` is run by `kb.migrate`, ``versions`` holds one file a change."""
