"""Tables and migrations, on both databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from ketenkpi.catalogue.database import HEAD, MIGRATIONS, DatabaseUnusable, connect, migrate
from ketenkpi.catalogue.tables import Base

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def engine(database_url: str) -> Engine:
    made = connect(database_url)
    migrate(made)
    yield made
    made.dispose()


def test_migrations_make_exactly_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_down_and_up_again(engine: Engine) -> None:
    from alembic import command

    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migrate(engine)
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id, version FROM state")).all() == [(1, 0)]


def test_processes_that_start_together_all_find_the_tables(database_url: str) -> None:
    script = (
        "import sys; from ketenkpi.catalogue.database import connect, migrate;"
        "migrate(connect(sys.argv[1]))"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", script, database_url], cwd=ROOT) for _ in range(3)
    ]
    assert [process.wait(timeout=60) for process in started] == [0, 0, 0]
    engine = connect(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM state")).scalar() == 1
    engine.dispose()


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_audit_only_grows(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO audit (created_at, actor, action, detail)"
                " VALUES ('2009-01-01 00:00:00', 'a', 'b', '{}')"
            )
        )
    with pytest.raises(DBAPIError, match="audit only grows"), engine.begin() as connection:
        connection.execute(text(statement))


def test_only_one_delivery_of_a_place_is_current(engine: Engine) -> None:
    upload = (
        "INSERT INTO upload (id, contract, constants, filename, source_sha256, rows_blob, quarter,"
        " observed_until, rows_read, rows_stored, rows_rejected, delivered_by, organisation,"
        " created_at) VALUES (1, 'trajecten', '{}', 'f', 's', 'r', 8036, '2009-03-31', 1, 1, 0,"
        " 'a', 'uwv', '2009-04-01 00:00:00')"
    )
    delivery = (
        "INSERT INTO delivery (upload_id, contract, werkplein, shared, first_quarter, quarter,"
        " \"rows\", status, current) VALUES (1, 'trajecten', 'A', {no}, 8036, 8036, 1,"
        " 'ingediend', {current})"
    )
    # Not formatted as a whole: the empty JSON object has braces too.
    values = {"no": "false", "current": "true"}
    with engine.begin() as connection:
        connection.exec_driver_sql(upload)
        connection.execute(text(delivery.format(**values)))
        connection.execute(text(delivery.format(**values | {"current": "false"})))
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text(delivery.format(**values)))


def test_sqlite_is_set_up_for_two_processes(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("geen adres", "Expected"),
        ("oracle+onbekend://x", "Expected"),
        ("sqlite:////geen/map/catalogue.db", "unable to open database file"),
        ("postgresql+psycopg://jan:geheim@127.0.0.1:1/x", "127.0.0.1:1/x"),
    ],
)
def test_a_database_that_cannot_be_used_is_said_without_its_password(url: str, said: str) -> None:
    with pytest.raises(DatabaseUnusable) as refused:
        migrate(connect(url))
    assert said in refused.value.message("en")
    assert "geheim" not in refused.value.message("en")
