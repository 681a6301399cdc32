"""Where an installation is: by its name, beside a checkout, where it stood, or of the user."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.cli import main
from ketenkpi.cli.move_home import move_home
from ketenkpi.errors import UserError
from ketenkpi.settings import Home, Settings, find_home, holds_store, user_home
from tests.house.tree import ROOT


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for data of a user who has none yet, however this system names it."""
    monkeypatch.delenv("KETENKPI_HOME", raising=False)
    monkeypatch.delenv("KETENKPI_DATABASE_URL", raising=False)
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "user"))
    return user_home()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The package as a wheel puts it: among others, with its definitions inside."""
    made = tmp_path / "packages" / "ketenkpi"
    (made / "_config").mkdir(parents=True)
    return made


def _store(folder: Path, *, delivered: bool = True) -> Path:
    """A folder with a catalogue, and where anything was delivered with a file of rows."""
    (folder / "rows").mkdir(parents=True)
    (folder / "catalogue.db").write_text("catalogus")
    if delivered:
        (folder / "rows" / "een.parquet").write_text("rijen")
    return folder


def test_the_variable_goes_before_everything(
    package: Path, user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _store(user)
    _store(tmp_path / "ketenkpi-data")
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "elders"))
    for where in (package, ROOT / "ketenkpi"):
        assert find_home(where, tmp_path) == Home(tmp_path / "elders", "named")
    assert Settings.load().home == tmp_path / "elders"
    assert Settings.load(home=tmp_path / "nog").home == tmp_path / "nog"


def test_a_checkout_keeps_its_place(tmp_path: Path) -> None:
    _store(tmp_path / "ketenkpi-data")
    found = find_home(ROOT / "ketenkpi", tmp_path)
    assert found == Home(ROOT / "data" / "local", "checkout")
    assert Settings.load().home == (ROOT / "data" / "local").resolve()


def test_a_wheel_uses_the_folder_of_the_user(package: Path, user: Path, tmp_path: Path) -> None:
    # Another package may bring a folder `data`; that is none of our business.
    (package.parent / "data").mkdir()
    assert find_home(package, tmp_path) == Home(user, "user")
    assert package.parent not in user.parents
    assert user.name == "ketenkpi"


def test_a_store_that_stood_elsewhere_is_used_until_it_is_moved(
    package: Path, user: Path, tmp_path: Path
) -> None:
    for old in (tmp_path / "ketenkpi-data", package.parent / "data" / "local"):
        _store(old)
        assert find_home(package, tmp_path) == Home(old, "earlier")
        # A command in another folder made a catalogue there; nothing was delivered to it.
        _store(user, delivered=False)
        assert find_home(package, tmp_path) == Home(old, "earlier")
        assert move_home(find_home(package, tmp_path)) == (old, user)
        assert not old.exists()
        assert find_home(package, tmp_path) == Home(user, "user")
        assert (user / "rows" / "een.parquet").read_text() == "rijen"
        aside = [each for each in user.parent.iterdir() if each != user]
        assert [each.name for each in aside[0].iterdir()] == ["leeg"]
        for each in (user, *aside):
            each.rename(tmp_path / f"was-{old.name}-{each.name}")


def test_nothing_is_left_beside_a_store_that_moved_to_an_empty_place(
    package: Path, user: Path, tmp_path: Path
) -> None:
    _store(tmp_path / "ketenkpi-data")
    move_home(find_home(package, tmp_path))
    assert list(user.parent.iterdir()) == [user]


def test_two_stores_are_never_put_together(package: Path, user: Path, tmp_path: Path) -> None:
    old = _store(tmp_path / "ketenkpi-data")
    _store(user)
    found = find_home(package, tmp_path)
    assert found == Home(user, "user", (old,))
    with pytest.raises(UserError, match="allebei iets bewaard"):
        move_home(found)
    assert holds_store(old)
    assert holds_store(user)


@pytest.mark.parametrize("reason", ["named", "checkout", "user"])
def test_what_stands_where_it_belongs_is_not_moved(reason: str, tmp_path: Path) -> None:
    home = Home(_store(tmp_path / "hier"), reason)  # type: ignore[arg-type]
    with pytest.raises(UserError, match="geen oudere opslag"):
        move_home(home)
    assert holds_store(tmp_path / "hier")


def test_definitions_of_ones_own_are_a_store_too(tmp_path: Path) -> None:
    for name in ("profiles", "indicators", "vocabularia"):
        assert not holds_store(tmp_path / name)
        (tmp_path / name / name).mkdir(parents=True)
        assert not holds_store(tmp_path / name)
        (tmp_path / name / name / "een.yaml").write_text("")
        assert holds_store(tmp_path / name)


def test_doctor_says_where_and_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "home"))
    assert main(["doctor"]) == 0
    assert f"{tmp_path / 'home'} (zo staat het in KETENKPI_HOME)" in capsys.readouterr().out
    assert main(["doctor", "--verhuis"]) == 1
    assert "geen oudere opslag" in capsys.readouterr().err
