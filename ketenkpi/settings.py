"""Where things are and which limits hold: `config/settings.toml` and two environment variables."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
class Settings:
    """Everything an installation can set."""

    home: Path
    database_url: str
    limits: Limits
    jobs: JobLimits
    return_windows_days: tuple[int, ...]

    @classmethod
    def load(cls, home: Path | None = None, database_url: str | None = None) -> Settings:
        """Arguments come before the two environment variables, those before the defaults."""
        raw: dict[str, Any] = tomllib.loads((CONFIG / "settings.toml").read_text(encoding="utf-8"))
        where = home or Path(os.environ.get("KETENKPI_HOME") or _default_home())
        where = where.expanduser().resolve()
        url = database_url or os.environ.get("KETENKPI_DATABASE_URL")
        return cls(
            home=where,
            database_url=url or f"sqlite:///{(where / 'catalogue.db').as_posix()}",
            limits=Limits(**raw["limits"]),
            jobs=JobLimits(**raw["jobs"]),
            return_windows_days=tuple(raw["observation"]["return_windows_days"]),
        )


def _default_home() -> Path:
    # In a checkout everything stays below `data/local`; an installed library
    # has no such folder and uses the folder it is started from.
    checkout = _PACKAGE.parent / "data"
    return checkout / "local" if checkout.is_dir() else Path.cwd() / "ketenkpi-data"
