"""Long tables: what a test shows on a sample, shown in full, with the numbers written down.

`python3 start.py tables [NAME ...]` runs them and `--write` puts what came in
`docs/tables.md`, with date and commit. A table is a function of its size that
gives rows of plain numbers, and what must be so of these rows. A new one is a
line in `registry.py`; its sample then runs in `tests/laws/test_tables.py`.
"""
