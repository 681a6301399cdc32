"""The language of who reads: set once where a surface begins, asked only by surfaces.

Nothing that is kept between readers may ask for it: an answer has no language
until a surface writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ketenkpi.wording import Language

_LANGUAGE: ContextVar[Language] = ContextVar("language of the reader")


def language() -> Language:
    """The reader's language; raises LookupError where no surface has begun."""
    return _LANGUAGE.get()


@contextmanager
def reading(language: Language) -> Iterator[None]:
    """Write for a reader of `language`."""
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)
