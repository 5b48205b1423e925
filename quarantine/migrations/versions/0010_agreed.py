"""Passwords that were agreed with a partner, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "agreed",
        sa.Column("domain_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("passwords_ct", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("domain_hmac"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("agreed")
