"""Every delivery belongs to a partner and to a month or a quarter; what users stated is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BEFORE = ["contract", "werkplein", "quarter", "partner"]
# Contracts of which each partner delivers its own since this step.
BY_PARTNER = (
    *("trajecten", "stappen", "middelen", "stand_stroom", "tevredenheid", "vacatures"),
    "klachten",
)


def upgrade() -> None:
    for table in ("delivery", "upload"):
        month = sa.Column("month", sa.Integer(), server_default="0", nullable=False)
        op.add_column(table, month)
    _one_current([*BEFORE, "month"])
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("contract", sa.String(length=64), nullable=False),
        sa.Column("werkplein", sa.String(length=256), nullable=False),
        sa.Column("partner", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=256), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("stated_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
    )
    _keep_what_counted()


def _keep_what_counted() -> None:
    """What was delivered before was for all partners, and one number was one person everywhere.

    A case that came back at another Werkplein under the same number and
    pseudonym was followed; among the uploads of then it still is.
    """
    connection = op.get_bind()
    listed = ", ".join(f"'{contract}'" for contract in BY_PARTNER)
    connection.execute(
        sa.text(
            f"UPDATE delivery SET partner = 'samen' WHERE contract IN ({listed}) AND partner = ''"
        )
    )
    newest = connection.execute(sa.text("SELECT max(id) FROM upload")).scalar()
    if newest is None:
        return
    places = connection.execute(
        sa.text(
            "SELECT DISTINCT werkplein FROM delivery"
            " WHERE contract IN ('trajecten', 'stappen') ORDER BY werkplein"
        )
    ).scalars()
    told = [(kind, place, "overal") for place in places.all() for kind in ("kring", "zaaknummers")]
    for kind, place, value in [*told, ("verhuisd_tot", "", str(newest))]:
        connection.execute(
            sa.text(
                "INSERT INTO statement (version, kind, contract, werkplein, partner, subject,"
                " value, stated_by, created_at) VALUES (0, :kind, '', :place, 'samen',"
                " '', :value, 'ketenkpi', CURRENT_TIMESTAMP)"
            ),
            {"kind": kind, "place": place, "value": value},
        )


def downgrade() -> None:
    op.drop_table("statement")
    listed = ", ".join(f"'{contract}'" for contract in BY_PARTNER)
    op.execute(f"UPDATE delivery SET partner = '' WHERE contract IN ({listed})")
    _one_current(BEFORE)
    op.drop_column("delivery", "month")
    op.drop_column("upload", "month")


def _one_current(columns: list[str]) -> None:
    """At most one delivery with these columns is current."""
    op.drop_index("uq_delivery_current", "delivery")
    current = sa.text("current")
    op.create_index(
        "uq_delivery_current",
        "delivery",
        columns,
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
