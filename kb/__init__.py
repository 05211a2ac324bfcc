"""The experience library: what an entry is and how it lives.

``kb.entry`` and ``kb.guide`` describe an entry and need only pydantic; ``kb.store`` keeps entries
in a database; ``kb.exchange`` moves them in and out of files.  Nothing is imported here, so that a
reader of ``kb.entry`` does not pay for the database.
"""
