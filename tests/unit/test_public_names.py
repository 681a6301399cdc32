"""`import ketenkpi as kk`: the names of the README, whatever was imported first."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

import ketenkpi as kk


@pytest.mark.parametrize("name", kk.__all__)
def test_every_public_name_is_found(name: str) -> None:
    found = getattr(kk, name)
    assert callable(found) or isinstance(found, ModuleType)
    assert name in dir(kk)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'indicatoren'"):
        _ = kk.indicatoren


@pytest.mark.parametrize(
    "first", ["", "import ketenkpi.indicators", "from ketenkpi.indicators import load_indicators"]
)
def test_indicators_is_callable_whatever_was_imported_first(first: str) -> None:
    # The package and the function have one name, and the first import binds it.
    code = f"{first}\nimport ketenkpi as kk\nassert all(callable(kk.indicators) for _ in range(2))"
    subprocess.run([sys.executable, "-c", code], check=True)
