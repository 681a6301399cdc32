"""A noun as plain data (as JSON holds) and back, by what its own fields are said to hold.

What a job is asked and what came of it go from one process to another, and so do
answers that are kept. No
pickle: whoever can write into the home folder could then run anything here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

Noun = TypeVar("Noun")
SCALARS = (str, int, float, bool, NoneType)
# Shown, not counted with: what fills a sentence says the same as text.
SAID = str | int | float | bool | None


class PlainForm(NamedTuple):
    """The way to plain data and the way back; None where a value is plain data itself."""

    plain: Callable[[Any], Any] | None
    noun: Callable[[Any], Any] | None


AS_IT_IS = PlainForm(None, None)


def as_plain(noun: object) -> Any:
    """A frozen dataclass as a mapping of its fields.

    Raises TypeError for a field whose type says no form, such as an open connection.
    """
    kind: Any = type(noun)
    plain = _form(kind).plain
    return noun if plain is None else plain(noun)


def from_plain(kind: type[Noun], data: Any) -> Noun:
    """What `as_plain` was given; checked as every new one is.

    Raises TypeError for a field that `kind` has not or that lacks.
    """
    known: Any = kind
    noun = _form(known).noun
    made: Noun = data if noun is None else noun(data)
    return made


@cache
def _form(kind: Any) -> PlainForm:
    if kind in SCALARS or kind is Any or get_origin(kind) is Literal:
        return AS_IT_IS
    if kind is object:
        return PlainForm(lambda value: value if isinstance(value, SAID) else str(value), None)
    if kind in (date, datetime):
        return PlainForm(lambda value: value.isoformat(), kind.fromisoformat)
    if kind is Path:
        return PlainForm(str, Path)
    if get_origin(kind) in (Union, UnionType):
        return _either(get_args(kind))
    if is_dataclass(kind):
        return _of_fields(kind)
    return _of_many(kind)


def _either(kinds: tuple[Any, ...]) -> PlainForm:
    """One kind or None; of scalars and closed vocabularies any."""
    rest = [_form(each) for each in kinds if each is not NoneType]
    if all(each == AS_IT_IS for each in rest):
        return AS_IT_IS
    if len(rest) > 1:
        raise TypeError(f"plain data does not tell which of these it was: {kinds}")
    (form,) = rest
    return PlainForm(_unless_none(form.plain), _unless_none(form.noun))


def _unless_none(change: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    return change and (lambda value: None if value is None else change(value))


def _of_fields(kind: Any) -> PlainForm:
    hints = get_type_hints(kind)
    forms = {each.name: _form(hints[each.name]) for each in fields(kind)}
    plain = {name: form.plain for name, form in forms.items()}
    changed = {name: form.noun for name, form in forms.items() if form.noun}

    def to_plain(noun: Any) -> dict[str, Any]:
        return {
            name: change(getattr(noun, name)) if change else getattr(noun, name)
            for name, change in plain.items()
        }

    def to_noun(data: Mapping[str, Any]) -> Any:
        if data.keys() != forms.keys():
            raise TypeError(f"not the fields of {kind.__name__}: {sorted(data)}")
        return kind(**{**data, **{name: change(data[name]) for name, change in changed.items()}})

    return PlainForm(to_plain, to_noun)


def _of_many(kind: Any) -> PlainForm:
    origin, kinds = get_origin(kind), get_args(kind)
    if origin is tuple and kinds[1:] == (...,):
        return _of_each(kinds[0], tuple)
    if origin is tuple and len(set(kinds)) == 1:
        return _of_each(kinds[0], tuple)
    if origin is frozenset:
        return _of_each(kinds[0], frozenset)
    if origin is Mapping and kinds[0] is str:
        return _by_name(kinds[1])
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_make"):
        return PlainForm(list, kind._make)
    raise TypeError(f"plain data has no form for {kind}")


def _of_each(kind: Any, together: Callable[[Any], Any]) -> PlainForm:
    form = _form(kind)
    in_order = sorted if together is frozenset else list
    plain, noun = form.plain or _same, form.noun or _same
    return PlainForm(
        lambda value: in_order(map(plain, value)), lambda data: together(map(noun, data))
    )


def _by_name(kind: Any) -> PlainForm:
    form = _form(kind)
    plain, noun = form.plain or _same, form.noun or _same
    return PlainForm(
        lambda value: {name: plain(each) for name, each in value.items()},
        lambda data: {name: noun(each) for name, each in data.items()},
    )


def _same(value: Any) -> Any:
    return value
