"""Memory of deliveries, stored policies, rule figures, approvals and cooling-off."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables and columns."""
    op.create_table(
        "acquaintance",
        sa.Column("key_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name_ct", sa.LargeBinary(), nullable=True),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("senders", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key_hmac"),
    )
    op.create_table(
        "pair",
        sa.Column("sender_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("recipient_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("refused_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("sender_hmac", "recipient_hmac"),
    )
    op.create_table(
        "policy",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("source_ct", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "rule_use",
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("prompts", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rule", "day"),
    )
    op.create_table(
        "together",
        sa.Column("domains_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("domains_hmac"),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.add_column(sa.Column("send_at", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("facts_ct", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("external", sa.Integer(), nullable=True))

    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("person_ct", sa.LargeBinary(), nullable=False, server_default=sa.text("x''"))
        )


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.drop_column("person_ct")

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("external")
        batch_op.drop_column("facts_ct")

    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_column("send_at")

    op.drop_table("together")
    op.drop_table("rule_use")
    op.drop_table("policy")
    op.drop_table("pair")
    op.drop_table("acquaintance")
