"""What a command writes to: sentences in the reader's language, or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ketenkpi.wording import Language, say


@dataclass(frozen=True, slots=True)
class Screen:
    """Standard output in one language; with `as_json` only the data, once, at the end."""

    language: Language
    as_json: bool = False

    def say(self, key: str, **params: object) -> str:
        """The sentence `cli.<key>`, to be printed or placed in a table."""
        return say(f"cli.{key}", self.language, **params)

    def tell(self, key: str, **params: object) -> None:
        """Print a sentence, unless data were asked for."""
        self.show(self.say(key, **params))

    def stage(self, name: str) -> str:
        """What is going on, in words, for a progress bar."""
        return say(f"cli.busy_{name}", self.language)

    def show(self, text: str) -> None:
        """Print a text that is already in the reader's language, unless data were asked for."""
        if not self.as_json:
            print(text, flush=True)

    def data(self, found: Mapping[str, Any]) -> None:
        """Print the result as JSON when that was asked for; numbers are exact, missing is null."""
        if self.as_json:
            json.dump(found, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
            print(flush=True)
