"""What is kept between clicks: one decorator says for every read how.

A read is kept by its `Basis`, so by home, scope and version of the store, and
by what was asked. One Werkplein is never served another's figures, and a
delivery makes everything that stood before it old.

Streamlit's `cache_resource` keeps, for what is kept is frozen: `cache_data`
would write and read it as bytes again on every click (docs/decisions.md). It
knows a number of entries only, no bytes: all figures of three years are 9.6 MB
in the example, what is said of one comparison 24 kB. So here is one budget of
bytes over all reads; what was not asked for the longest goes first.
"""

from __future__ import annotations

import inspect
import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import Context
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache, wraps
from threading import Lock
from types import FunctionType, MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd
import streamlit as st

from dashboard.basis import Basis
from ketenkpi.surfaces import language, reading
from ketenkpi.wording import Language

MOST_BYTES = 256 * 2**20
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Opened = TypeVar("Opened")


@dataclass
class Budget:
    """The size of everything kept, in the order in which it was asked for; thread safe.

    One answer larger than `most` is kept alone: it would be made anew for every click.
    """

    most: int
    total: int = 0
    _kept: OrderedDict[Hashable, tuple[int, Callable[[], None]]] = field(
        default_factory=OrderedDict
    )
    _lock: Lock = field(default_factory=Lock)

    def add(self, key: Hashable, size: int, forget: Callable[[], None]) -> None:
        """Count in what was just made; what has to go for it is forgotten."""
        with self._lock:
            self._take_out(key)
            self._kept[key] = (size, forget)
            self.total += size
            gone = []
            while self.total > self.most and len(self._kept) > 1:
                gone.append(self._take_out(next(iter(self._kept))))
        # Outside the lock: forgetting waits for locks of Streamlit.
        for each in gone:
            each()

    def asked(self, key: Hashable) -> None:
        """It was asked for again, so it is the last to go."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)

    def _take_out(self, key: Hashable) -> Callable[[], None]:
        size, forget = self._kept.pop(key, (0, _nothing))
        self.total -= size
        return forget


def _nothing() -> None:
    """What there is to forget of what was not kept."""


BUDGET = Budget(MOST_BYTES)
HASHED: dict[str | type[Any], Callable[[Any], Any]] = {Basis: lambda basis: basis.key}


def cached(
    read: Callable[Concatenate[Basis, Asked], Answer],
) -> Callable[Concatenate[Basis, Asked], Answer]:
    """Keep what `read` answers, by its `Basis` and what is asked, which must be hashable.

    What is handed out is shared by all sessions, so it has to be frozen. A
    frame is handed out as a copy that shares its cells until somebody changes
    them. It is made where nobody reads: to ask for the language of the reader
    raises LookupError, for the next one may read another. Raises TypeError for
    a read whose first parameter is not `basis`.
    """
    if next(iter(inspect.signature(read).parameters), None) != "basis":
        raise TypeError(f"{read.__qualname__}: a kept read has the parameter 'basis' first")

    @wraps(read)
    def made(basis: Basis, /, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
        answer = Context().run(read, basis, *asked, **named)
        key = _key(read, basis, asked, named)
        BUDGET.add(key, size_of(answer), lambda: kept.clear(basis, *asked, **named))
        return answer

    kept = st.cache_resource(show_spinner=False, hash_funcs=HASHED)(made)

    @wraps(read)
    def asked_for(basis: Basis, /, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
        answer = kept(basis, *asked, **named)
        BUDGET.asked(_key(read, basis, asked, named))
        return answer.copy(deep=False) if isinstance(answer, pd.DataFrame) else answer

    return asked_for


def drawing(
    draw: Callable[Concatenate[Basis, Asked], Answer],
) -> Callable[Concatenate[Basis, Asked], Answer]:
    """Keep what `draw` writes or draws of an answer, as `cached` does, by who reads too.

    For what takes longer to write than a click may. Its language is that of who asks,
    here and nowhere else, so a drawing has no parameter for it.
    """

    def of_reader(
        basis: Basis, reader: Language, /, *asked: Asked.args, **named: Asked.kwargs
    ) -> Answer:
        with reading(reader):
            return draw(basis, *asked, **named)

    # Told apart from other drawings by these names; its signature is its own.
    of_reader.__module__, of_reader.__qualname__ = draw.__module__, draw.__qualname__
    kept = cached(of_reader)

    @wraps(draw)
    def drawn(basis: Basis, /, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
        return kept(basis, language(), *asked, **named)

    return drawn


def opened_once(
    opener: Callable[Concatenate[str, Asked], Opened],
) -> Callable[Concatenate[str, Asked], Opened]:
    """Keep what `opener` opens for as long as the server runs, such as the store of a home."""
    return st.cache_resource(show_spinner=False)(opener)


def size_of(answer: object) -> int:
    """Bytes of `answer` as they would be written, which is how Streamlit counts `cache_data` too.

    Raises what pickle raises for what is no data, such as an open connection.
    """
    counted = _Counted()
    _Written(counted, 5, buffer_callback=counted.beside).dump(answer)
    return counted.size


class _Written(pickle.Pickler):
    """Writes, only to be counted, also a frozen mapping, and of a function what it keeps."""

    def reducer_override(self, part: Any) -> Any:
        if names := _slots(cast(Hashable, type(part))):
            # As pickle writes it, but at a third of the cost: thousands make up one answer.
            return tuple, ([getattr(part, name) for name in names],)
        if isinstance(part, MappingProxyType):
            return dict, (dict(part),)
        if isinstance(part, FunctionType):
            return tuple, ([cell.cell_contents for cell in part.__closure__ or ()],)
        return NotImplemented


@cache
def _slots(of: Any) -> tuple[str, ...]:
    """The fields of a dataclass with slots; of anything else none."""
    if is_dataclass(of) and hasattr(of, "__slots__"):
        return tuple(field.name for field in fields(of))
    return ()


@dataclass
class _Counted:
    """A file that keeps nothing but its size."""

    size: int = 0

    def write(self, data: bytes | memoryview, /) -> int:
        written = memoryview(data).nbytes
        self.size += written
        return written

    def beside(self, part: pickle.PickleBuffer) -> None:
        """Count the cells of a frame, which need not be copied for it."""
        self.write(part.raw())


def _key(
    read: Callable[..., object], basis: Basis, asked: tuple[object, ...], named: dict[str, object]
) -> Hashable:
    return (read.__module__, read.__qualname__, basis.key, asked, *sorted(named.items()))
