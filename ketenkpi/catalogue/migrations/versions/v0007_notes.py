"""Notes beside figures may have a day, and are struck with a reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("annotation", sa.Column("day", sa.Date(), nullable=True))
    op.create_table(
        "strike",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("struck_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("note_id", name="pk_strike"),
        sa.ForeignKeyConstraint(["note_id"], ["annotation.id"], name="fk_strike_note_id"),
    )


def downgrade() -> None:
    op.drop_table("strike")
    op.drop_column("annotation", "day")
