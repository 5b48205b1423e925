"""Hashes of the lines that senders wrote, and which mail answers which."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table and the column."""
    op.create_table(
        "written",
        sa.Column("id_hmac", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id_hmac"),
    )
    op.create_index("written_at", "written", ["at"], unique=False)
    op.add_column("message", sa.Column("thread", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("message", "thread")
    op.drop_table("written")
