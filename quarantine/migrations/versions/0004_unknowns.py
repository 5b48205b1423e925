"""Tries whose outcome nobody knows, counted apart from refused ones."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the column."""
    op.add_column(
        "recipient",
        sa.Column("unknowns", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_column("recipient", "unknowns")
