"""What mail has carried to whom, and an index for how much a sender sends."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table and the indexes."""
    op.create_table(
        "carried",
        sa.Column("sender_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("party_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("trait", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=24), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sender_hmac", "party_hmac", "trait"),
    )
    op.create_index("carried_at", "carried", ["at"], unique=False)
    op.create_index("message_sender", "message", ["sender_hmac", "received_at"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("message_sender", table_name="message")
    op.drop_table("carried")
