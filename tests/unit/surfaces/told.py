"""What is said, as a reader of a language reads it."""

from __future__ import annotations

from ketenkpi.answer import Said
from ketenkpi.surfaces import in_words, reading
from ketenkpi.wording import Language


def told(said: Said, language: Language = "nl") -> str:
    """The text of it."""
    with reading(language):
        return in_words(said)
