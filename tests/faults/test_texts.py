"""A small seeded sample of mutated CSV files; `tests/fuzz/texts.py` tries thousands."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.settings import Settings
from tests.fuzz.texts import outcome, text_file


@pytest.mark.parametrize("first", range(0, 80, 20))
def test_every_text_is_read_or_says_why_not(first: int, tmp_path: Path) -> None:
    settings = Settings.load(home=tmp_path / "home")
    came = {seed: outcome(seed, tmp_path, settings) for seed in range(first, first + 20)}
    assert {seed: said for seed, said in came.items() if said.startswith("eigen fout")} == {}
    assert set(came.values()) == {"gelezen", "bevindingen"}


def test_a_seed_gives_the_same_file_and_another_seed_another() -> None:
    files = [text_file(seed) for seed in range(30)]
    assert files == [text_file(seed) for seed in range(30)]
    assert len({file.content for file in files}) > 25
