"""Transactions that are one mail."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the columns."""
    # Plain ALTER TABLE: a copied table would break what refers to its rows.
    op.add_column("message", sa.Column("mail_hmac", sa.LargeBinary(length=32), nullable=True))
    op.add_column("message", sa.Column("sibling_of", sa.String(length=26), nullable=True))
    op.create_index("message_mail", "message", ["mail_hmac", "received_at"], unique=False)
    op.create_index("message_sibling", "message", ["sibling_of"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("message_sibling", "message")
    op.drop_index("message_mail", "message")
    op.drop_column("message", "sibling_of")
    op.drop_column("message", "mail_hmac")
