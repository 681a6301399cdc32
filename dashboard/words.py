"""The sentences of the pages: `dashboard/wording/*.yaml`."""

from __future__ import annotations

from pathlib import Path

from ketenkpi.wording import Language, Sentences

WORDS = Sentences(Path(__file__).resolve().parent / "wording")


def say(key: str, language: Language, /, **params: object) -> str:
    """The sentence `key` of the pages in `language`."""
    return WORDS.say(key, language, **params)
