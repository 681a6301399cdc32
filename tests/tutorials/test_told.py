"""Every tutorial and how-to is typed in an empty folder, from top to bottom: it says what comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgres import Server
from tests.tutorials.reader import Reader, services
from tests.tutorials.told import NAMES, holds, page, retold, steps

RENEW = "see what comes with: python -m tests.tutorials"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_what_a_reader_types_prints_what_the_page_shows(
    name: str, filled: Path, tmp_path: Path, postgres: Server
) -> None:
    reader = Reader(tmp_path, filled, services(postgres, name))
    for step in steps(page(name)):
        printed = reader.types(step)
        if step.shown is not None:
            assert holds(step.shown, printed), f"{RENEW} {name}\n{step.typed}\n{printed}"


def test_there_are_five_tutorials_and_each_is_typed() -> None:
    told = {name: list(steps(page(name))) for name in NAMES}
    assert {name for name in NAMES if name.startswith("tutorials/")} == {
        f"tutorials/{who}" for who in ("mt", "uploader", "board", "analyst", "administrator")
    }
    assert all(any(step.shown for step in each) for each in told.values())


PAGE = """\
```console
$ een --twee
drie
$ vier
```

```python
5
```

```text
5
```

```python
6
```
"""


def test_what_is_typed_is_told_apart_from_what_is_shown() -> None:
    found = [(step.kind, step.typed, step.shown) for step in steps(PAGE)]
    assert found == [
        ("command", "een --twee", "drie\n"),
        ("command", "vier", ""),
        ("python", "5\n", "5\n"),
        ("python", "6\n", None),
    ]


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("een\ntwee\n", "een   \ntwee\n\n"),
        ("…\ntwee\n", "een\nnog een\ntwee\n"),
        ("…\ntwee\n", "twee\n"),
        ("een … drie\n…\n", "een twee drie\nvier\n"),
        ("", "\n"),
    ],
)
def test_dots_stand_for_anything(shown: str, printed: str) -> None:
    assert holds(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [("een\n", "een\ntwee\n"), ("een …\n", "een\n"), ("a.c\n", "abc\n"), ("", "een\n")],
)
def test_and_for_nothing_else(shown: str, printed: str) -> None:
    assert not holds(shown, printed)


def test_a_page_is_written_again_with_what_is_printed_now() -> None:
    first, second, third, _ = steps(PAGE)
    again = retold(PAGE, {first.at: "DRIE\n", second.at: "nieuw\n", third.at: "7\n"})
    shown = [step.shown for step in steps(again)]
    assert shown == ["DRIE\n", "nieuw\n", "7\n", None]
    assert again.replace("DRIE", "drie").replace("nieuw\n", "").replace("7\n", "5\n") == PAGE
