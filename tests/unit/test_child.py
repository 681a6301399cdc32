"""Work in a child process: an answer, or how it failed, and nothing is left behind."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from ketenkpi.child import ChildFault, Died, Done, Outcome, TooLong, TooMuch, run

MEMORY = 1 << 30


def double(arguments: dict[str, Any]) -> Any:
    print("what is printed is no part of the answer")
    return {"twice": [2 * number for number in arguments["numbers"]], "text": "é\udc80"}


def modules(arguments: dict[str, Any]) -> Any:
    return sorted({name.split(".")[0] for name in sys.modules})


def wait(arguments: dict[str, Any]) -> Any:
    Path(arguments["file"]).write_text(str(os.getpid()))
    time.sleep(60)


def wrong(arguments: dict[str, Any]) -> Any:
    raise KeyError("een fout van ons")


def crash(arguments: dict[str, Any]) -> Any:
    os._exit(9)


def much(arguments: dict[str, Any]) -> Any:
    return len(bytearray(4 << 30))


def _run(function: Any, seconds: float = 30, **arguments: Any) -> Outcome:
    return run(function, arguments, seconds=seconds, memory_bytes=MEMORY)


def test_the_answer_comes_back_as_plain_data() -> None:
    assert _run(double, numbers=[1, 2]) == Done({"twice": [2, 4], "text": "é\udc80"})


def test_a_child_loads_what_its_function_needs_and_no_more() -> None:
    loaded = _run(modules)
    assert isinstance(loaded, Done)
    # This test's own module is imported in the child, and pytest with it.
    assert {"pandas", "polars", "numpy", "sqlalchemy", "streamlit"} & set(loaded.result) == set()


def test_a_child_over_its_deadline_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "nummer"
    start = time.monotonic()
    assert _run(wait, seconds=2, file=str(file)) == TooLong(2)
    assert time.monotonic() - start < 20
    # It was ended and waited for: no such process, not even a zombie.
    with pytest.raises(ProcessLookupError):
        os.kill(int(file.read_text()), 0)


def test_our_own_fault_fails_loudly_with_its_traceback() -> None:
    with pytest.raises(ChildFault, match="een fout van ons"):
        _run(wrong)


def test_a_child_that_dies_is_an_outcome() -> None:
    assert _run(crash) == Died(9)


def test_memory_is_bounded_where_the_system_keeps_to_it() -> None:
    expected = TooMuch(MEMORY) if sys.platform == "linux" else Done(4 << 30)
    assert _run(much) == expected


def test_several_threads_have_children_at_once() -> None:
    found: list[Outcome] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(_run(double, numbers=[n])))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers = sorted(each.result["twice"] for each in found if isinstance(each, Done))
    assert answers == [[0], [2], [4], [6]]
