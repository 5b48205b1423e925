"""Sketches of stopped mail."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "stopped",
        sa.Column("mail_id", sa.String(length=26), nullable=False),
        sa.Column("sender_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sketch_ct", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("mail_id"),
    )
    op.create_index("stopped_sender", "stopped", ["sender_hmac", "at"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("stopped")
