"""Where things are and which limits hold: `config/settings.toml` and two environment variables."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ketenkpi.shown import shown

# The folders of an installation that hold what nobody can make again.
OF_USERS = ("rows", "profiles", "indicators", "vocabularia")
_PACKAGE = Path(__file__).resolve().parent


def _beside_or_inside(name: str) -> Path:
    # In a checkout `config/` and `data/reference/` lie beside the package; in
    # an installed wheel they are packed inside it as `_config` and `_reference`.
    beside = _PACKAGE.parent / name
    inside = _PACKAGE / f"_{Path(name).name}"
    return inside if inside.is_dir() else beside


CONFIG = _beside_or_inside("config")
REFERENCE = _beside_or_inside("data/reference")


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest sizes that are read; bytes, cells, seconds, ratios and rows per rule."""

    upload_bytes: int
    rows: int
    columns: int
    row_bytes: int
    text_seconds: int
    xlsx_unpacked_bytes: int
    xlsx_ratio: int
    xlsx_cells: int
    xlsx_seconds: int
    xlsx_memory_bytes: int
    findings_listed_per_rule: int


@dataclass(frozen=True, slots=True)
class JobLimits:
    """What one job may take, in bytes and seconds."""

    memory_bytes: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Home:
    """The folder in which everything is stored, and why it is that one.

    left: where older stores stand that are not used.
    """

    path: Path
    reason: Literal["named", "checkout", "earlier", "user"]
    left: tuple[Path, ...] = ()


@shown
@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation can set."""

    home: Path
    # It may hold a password.
    database_url: str = field(repr=False)
    limits: Limits
    jobs: JobLimits
    return_windows_days: tuple[int, ...]

    @classmethod
    def load(cls, home: Path | None = None, database_url: str | None = None) -> Settings:
        """Arguments come before the two environment variables, those before the defaults."""
        raw: dict[str, Any] = tomllib.loads((CONFIG / "settings.toml").read_text(encoding="utf-8"))
        where = home or find_home().path
        where = where.expanduser().resolve()
        url = database_url or os.environ.get("KETENKPI_DATABASE_URL")
        return cls(
            home=where,
            database_url=url or f"sqlite:///{(where / 'catalogue.db').as_posix()}",
            limits=Limits(**raw["limits"]),
            jobs=JobLimits(**raw["jobs"]),
            return_windows_days=tuple(raw["observation"]["return_windows_days"]),
        )


def find_home(package: Path = _PACKAGE, started_in: Path | None = None) -> Home:
    """Where everything is stored, unless an argument says so: the first of these that holds.

    KETENKPI_HOME; in a checkout `data/local`; where an older program kept a store, which is
    never moved by itself; the folder of this user for data, as the system has it.
    """
    named = os.environ.get("KETENKPI_HOME")
    if named:
        return Home(Path(named), "named")
    if not (package / "_config").is_dir():
        return Home(package.parent / "data" / "local", "checkout")
    earlier = [each for each in _earlier(package, started_in or Path.cwd()) if holds_store(each)]
    own = user_home()
    if holds_store(own) or not earlier:
        return Home(own, "user", tuple(earlier))
    return Home(earlier[0], "earlier", tuple(earlier[1:]))


def user_home() -> Path:
    """The folder of this user for data of this program, as the system has it."""
    from platformdirs import user_data_path

    return user_data_path("ketenkpi", appauthor=False)


def holds_store(folder: Path) -> bool:
    """Whether anything was delivered there, or a definition of one's own written.

    Any command makes a catalogue, so that one stands there says nothing.
    """
    return any((folder / name).is_dir() and any((folder / name).iterdir()) for name in OF_USERS)


def _earlier(package: Path, started_in: Path) -> tuple[Path, Path]:
    # Until November 2026 an installed library used the folder it was started from, or one
    # among the packages where any of them had a folder `data`.
    return started_in / "ketenkpi-data", package.parent / "data" / "local"
