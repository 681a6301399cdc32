"""Partners who each deliver their own, and the answers of a scan that is not submitted yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PLACE = ["contract", "werkplein", "quarter"]


def upgrade() -> None:
    partner = sa.Column("partner", sa.String(length=20), server_default="", nullable=False)
    op.add_column("delivery", partner)
    _one_current([*PLACE, "partner"])
    op.create_table(
        "scan_answer",
        sa.Column("werkplein", sa.String(length=256), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("filler", sa.String(length=20), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("situation", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "werkplein", "quarter", "filler", "item", "situation", name="pk_scan_answer"
        ),
    )


def downgrade() -> None:
    op.drop_table("scan_answer")
    _one_current(PLACE)
    op.drop_column("delivery", "partner")


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
