"""What was made lately stays as long as there is room."""

from __future__ import annotations

from ketenkpi.store.in_memory import InMemory


def test_what_nobody_asked_for_the_longest_goes_first() -> None:
    kept = InMemory[str](100)
    kept.put("a", "A", 40)
    kept.put("b", "B", 40)
    assert kept.get("a") == "A"
    kept.put("c", "C", 40)
    assert [kept.get(each) for each in "abc"] == ["A", None, "C"]
    assert kept.total == 80


def test_one_answer_larger_than_the_room_is_kept_alone() -> None:
    kept = InMemory[str](100)
    kept.put("a", "A", 40)
    kept.put("large", "L", 140)
    assert [kept.get(each) for each in ("a", "large")] == [None, "L"]
    kept.put("a", "A", 40)
    assert (kept.get("large"), kept.total) == (None, 40)


def test_what_is_put_again_counts_once() -> None:
    kept = InMemory[str](100)
    for size in (40, 60):
        kept.put("a", str(size), size)
    assert (kept.get("a"), kept.total) == ("60", 60)
