"""How Alembic runs here: on the connection and in the transaction of `database.migrate`."""

from alembic import context

from ketenkpi.catalogue.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite cannot alter a table in place; batch mode copies it.
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
