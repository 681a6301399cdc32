"""The mutated files are of all kinds; `tests/laws/test_tables.py` tries a sample of them."""

from __future__ import annotations

from tests.fuzz.texts import text_file


def test_a_seed_gives_the_same_file_and_another_seed_another() -> None:
    files = [text_file(seed) for seed in range(30)]
    assert files == [text_file(seed) for seed in range(30)]
    assert len({file.content for file in files}) > 25
