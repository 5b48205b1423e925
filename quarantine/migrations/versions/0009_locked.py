"""Which sender sent whom an encrypted file, or a password."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "locked",
        sa.Column("pair_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pair_hmac", "what"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("locked")
