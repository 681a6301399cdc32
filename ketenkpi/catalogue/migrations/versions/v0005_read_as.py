"""How a file was read is kept with its upload: another sheet of a workbook is another delivery."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("read_as", sa.JSON(), server_default="{}", nullable=False)
    op.add_column("upload", column)


def downgrade() -> None:
    op.drop_column("upload", "read_as")
