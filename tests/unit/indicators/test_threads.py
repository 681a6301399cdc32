"""Each key is made once, whoever asks and whenever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pandas as pd
import pytest

from ketenkpi.indicators import indicators, threads
from ketenkpi.indicators.threads import Once, at_once
from tests.unit.indicators.test_answer import BY, counts  # noqa: F401 - a fixture


def test_two_threads_that_ask_at_once_get_one_thing() -> None:
    once, together, made = Once(), Barrier(2), []

    def asked(_: int) -> object:
        together.wait()
        return once("key", lambda: made.append(object()) or made[-1])

    with ThreadPoolExecutor(2) as pool:
        for _ in range(50):
            once, made = Once(), []
            first, second = pool.map(asked, range(2))
            assert first is second
            assert len(made) == 1


def test_none_is_an_answer_and_one_key_may_need_another() -> None:
    once, made = Once(), []
    assert once("outer", lambda: once("inner", lambda: made.append(1))) is None
    assert once("outer", lambda: made.append(2)) is None
    assert once("inner", lambda: made.append(3)) is None
    assert made == [1]


def test_an_error_is_not_kept() -> None:
    once = Once()
    with pytest.raises(ZeroDivisionError):
        once("key", lambda: 1 / 0)
    assert once("key", lambda: 5) == 5


def test_two_threads_say_what_one_says(counts, monkeypatch) -> None:  # noqa: F811 - the fixture
    monkeypatch.setattr(threads, "MANY", 10**9)
    one = indicators(counts, by=BY)
    monkeypatch.setattr(threads, "MANY", 0)
    pd.testing.assert_frame_equal(indicators(counts, by=BY), one, check_exact=True)


def test_what_is_made_at_once_keeps_its_order_and_its_errors() -> None:
    makers = [lambda number=number: number for number in range(9)]
    assert at_once(makers, 0) == at_once(makers, threads.MANY) == list(range(9))
    for figures in (0, threads.MANY):
        with pytest.raises(ZeroDivisionError):
            at_once([lambda: 1, lambda: 1 // 0], figures)
