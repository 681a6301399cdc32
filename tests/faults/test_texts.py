"""A seed gives one file; `tests/laws/test_tables.py` tries a sample of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fuzz import json_files, messages, texts, workbooks

MAKERS: dict[str, Callable[[int], object]] = {
    "texts": texts.text_file,
    "workbooks": workbooks.workbook,
    "json": json_files.json_file,
    "messages": messages.message,
    "records": messages.records,
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_seed_gives_the_same_file_and_another_seed_another(name: str) -> None:
    files = [MAKERS[name](seed) for seed in range(30)]
    assert files == [MAKERS[name](seed) for seed in range(30)]
    assert len({repr(file) for file in files}) > 20
