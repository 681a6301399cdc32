"""What people decide about comparing: groups of their own, new limits of control charts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "peer_group",
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_peer_group"),
    )
    op.create_table(
        "rebase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("werkplein", sa.String(length=256), nullable=False),
        sa.Column("indicator", sa.String(length=64), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rebase"),
    )
    op.create_index(
        "ix_rebase_werkplein_indicator_quarter",
        "rebase",
        ["werkplein", "indicator", "quarter"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("rebase")
    op.drop_table("peer_group")
