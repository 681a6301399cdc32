"""Every sentence a person reads, in Dutch and English, by key.

One YAML file per area of the library (`contracts.yaml`, `catalogue.yaml`, ...)
with lines `key: {nl: ..., en: ...}`; the full key is `area.key`. A large area
has several files, `contracts.cells.yaml` beside `contracts.yaml`. Both
languages stand side by side so that neither can be forgotten; a house test
holds that every entry has both with the same `{placeholders}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")

# The parser in C reads all sentences in 0.02 s, the one in Python in 0.18 s,
# and every command waits for it. It is in every wheel, not in every build.
FASTEST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# And not three, which leave something out.
TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")


class Sentences:
    """The sentences of one folder of YAML files.

    `dashboard/wording` is read by this class too, so page texts and library
    texts obey one set of rules.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._entries: Mapping[str, Mapping[str, str]] = _read(folder)

    def say(self, key: str, language: Language, /, **params: object) -> str:
        """The sentence `key` in `language` with its placeholders filled.

        Raises KeyError for an unknown key or a missing placeholder: that is
        always a programming error.
        """
        return filled(self._entries[key][language], params)

    def keys(self) -> tuple[str, ...]:
        """All full keys, sorted."""
        return tuple(sorted(self._entries))

    def raw(self, key: str, language: Language) -> str:
        """The unfilled sentence, for tests and for listing placeholders."""
        return self._entries[key][language]


@cache
def _read(folder: Path) -> Mapping[str, Mapping[str, str]]:
    entries: dict[str, Mapping[str, str]] = {}
    for file in sorted(folder.glob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        for key, texts in (yaml.load(text, Loader=FASTEST) or {}).items():
            full = f"{file.name.partition('.')[0]}.{key}"
            if full in entries:
                raise ValueError(f"{file}: '{key}' stands in another file of this area too")
            entries[full] = texts
    return entries


def filled(sentence: str, fill: Mapping[str, object]) -> str:
    """A sentence with its places filled: what ends in a full stop, such as 'n.v.t.', ends it."""
    return TWO_STOPS.sub(".", sentence.format(**fill))


LIBRARY = Sentences(Path(__file__).parent)


def say(key: str, language: Language, /, **params: object) -> str:
    """The library's sentence `key` in `language`."""
    return LIBRARY.say(key, language, **params)
