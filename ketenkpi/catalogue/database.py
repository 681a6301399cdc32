"""The connection to SQLite or PostgreSQL, and bringing its tables up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session

from ketenkpi.errors import UserError

MIGRATIONS = Path(__file__).parent / "migrations"
# The newest migration; a test holds that it is. Knowing it here spares every
# start the 0.2 s of importing Alembic when there is nothing to do.
HEAD = "0007"
# A write transaction is a few inserts; 30 s only passes when a disk hangs.
BUSY_MS = 30_000
# Any number, the same for every process: PostgreSQL's lock while migrating.
MIGRATION_LOCK = 820_360


class DatabaseUnusable(UserError):
    """The database of this installation cannot be reached, or its address is not one."""


def connect(url: str) -> Engine:
    """An engine for `sqlite:///...` or `postgresql+psycopg://...`.

    Raises DatabaseUnusable when that is no address, or its driver is not installed.
    """
    try:
        engine = create_engine(url)
    except (ArgumentError, ImportError) as fault:
        raise DatabaseUnusable("catalogue.no_address", reason=_first_line(fault)) from fault
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: it would begin a
    # reading one and turn it into a writing one halfway, which fails at once
    # ("database is locked") when another process writes, busy timeout or not.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    # WAL lets dashboards read while an upload writes; it stays set in the
    # file, and FULL makes a committed upload survive a power cut.
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the catalogue and writes nothing."""
    options: dict[str, Any] = {"reading": True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with Session(engine.execution_options(**options)) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose changes are committed together at the end, or not at all."""
    with Session(engine) as session, session.begin():
        yield session


def migrate(engine: Engine) -> None:
    """Create or upgrade the tables; safe when several processes start at once.

    The first to connect, so it raises DatabaseUnusable when that fails.
    """
    try:
        current = _revision(engine)
    except OperationalError as fault:
        where = engine.url.render_as_string(hide_password=True)
        reason = _first_line(fault.orig or fault)
        raise DatabaseUnusable("catalogue.unreachable", url=where, reason=reason) from fault
    if current == HEAD:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    with engine.begin() as connection:
        # SQLite is locked by BEGIN IMMEDIATE; Alembic looks at the version
        # only after that, so the second process finds nothing left to do.
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _first_line(fault: BaseException) -> str:
    return str(fault).strip().partition("\n")[0]


def _revision(engine: Engine) -> str | None:
    with engine.execution_options(reading=True).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
