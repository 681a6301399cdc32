"""The sentences of the pages: `dashboard/wording/*.yaml`."""

from __future__ import annotations

from pathlib import Path

from ketenkpi.surfaces import language
from ketenkpi.wording import Sentences

WORDS = Sentences(Path(__file__).resolve().parent / "wording")


def say(key: str, /, **params: object) -> str:
    """The sentence `key` of the pages, in the language of the reader."""
    return WORDS.say(key, language(), **params)
