"""Every public name says what it takes and what it means: in a console, an editor, a notebook."""

from __future__ import annotations

import inspect
import pydoc
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

import ketenkpi as kk
from ketenkpi.store import Store, open_store

# Of what a store is made: objects with names of their own, and plain values.
PARTS = {"catalogue", "installation", "settings", "source", "users"}
VALUES = {"indicators", "own_indicators", "own_vocabularies", "version"}
# Words that stand for one of several texts, and the kinds of charts by name.
ALIASES = {"Mode", "KINDS"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(kk.Settings.load(tmp_path_factory.mktemp("signatures") / "home"))
    yield opened
    opened.close()


def _public(owner: object) -> list[str]:
    return [name for name in dir(owner) if not name.startswith("_")]


def _explained(called: Any) -> None:
    """It has a sentence of meaning, and each of its parameters an annotation."""
    meaning = (inspect.getdoc(called) or "").split("\n\n")[0]
    assert meaning.endswith("."), meaning
    for parameter in inspect.signature(called).parameters.values():
        if parameter.name == "self":
            continue
        assert parameter.annotation is not inspect.Parameter.empty, parameter.name
        assert parameter.name not in ("args", "kwargs", "options"), "which?"


@pytest.mark.parametrize("name", sorted(set(kk.__all__) - {"charts"}))
def test_each_name_of_the_package_is_explained(name: str) -> None:
    _explained(getattr(kk, name))
    told = pydoc.render_doc(getattr(kk, name), renderer=pydoc.plaintext)
    for parameter in inspect.signature(getattr(kk, name)).parameters:
        assert parameter in told


def test_the_package_that_is_a_function_tells_its_parameters() -> None:
    from ketenkpi.indicators.ask import indicators

    assert isinstance(kk.indicators, ModuleType)
    assert inspect.signature(kk.indicators) == inspect.signature(indicators)


@pytest.mark.parametrize("name", sorted(set(kk.charts.__all__) - ALIASES))
def test_each_chart_is_explained(name: str) -> None:
    of_charts = getattr(kk.charts, name)
    if not isinstance(of_charts, ModuleType):
        _explained(of_charts)
        return
    for inner in map(of_charts.__dict__.__getitem__, _public(of_charts)):
        if inspect.isfunction(inner) and inner.__module__ == of_charts.__name__:
            _explained(inner)


def test_each_method_of_a_store_is_explained(store: Store) -> None:
    methods = set(_public(store)) - PARTS - VALUES
    assert len(methods) > 60
    for name in methods:
        _explained(getattr(store, name))
        told = pydoc.render_doc(getattr(store, name), renderer=pydoc.plaintext)
        assert "partial" not in told.splitlines()[0], name
        assert "source" not in inspect.signature(getattr(store, name)).parameters, name
    for name in VALUES:
        assert inspect.getdoc(getattr(Store, name)), name


def test_each_method_of_counts_is_explained() -> None:
    fields = set(kk.Counts.__dataclass_fields__)
    for name in set(_public(kk.Counts)) - fields:
        found = inspect.getattr_static(kk.Counts, name)
        _explained(found.fget if isinstance(found, property) else getattr(kk.Counts, name))
