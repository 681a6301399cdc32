"""What can be said of a comparison, as a sentence that is not yet in a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ketenkpi.vocabulary import Text
from ketenkpi.wording import Language, say


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence: its wording key and what fills it; a Text is filled in the reader's language."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))
        self.message("nl")

    def message(self, language: Language) -> str:
        """The sentence in `language`."""
        return say(self.key, language, **{k: _plain(v, language) for k, v in self.params.items()})


def both(key: str, **params: object) -> Text:
    """The sentence `key` in both languages."""
    statement = Statement(key, params)
    return Text(statement.message("nl"), statement.message("en"))


def _plain(value: object, language: Language) -> object:
    return value.in_(language) if isinstance(value, Text) else value
