"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_FREE, _TAKEN = sa.text("owner IS NULL"), sa.text("owner IS NOT NULL")


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "directory",
        sa.Column("key_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("row_ct", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key_hmac"),
    )
    op.create_table(
        "event",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("prev_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("subject", "n"),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kek_id", sa.String(length=40), nullable=False),
        sa.Column("dek_wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("sender_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("envelope_ct", sa.LargeBinary(), nullable=False),
        sa.Column("ingest_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("policy", sa.String(length=64), nullable=True),
        sa.Column("verdict_ct", sa.LargeBinary(), nullable=True),
        sa.Column("purged_at", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("message_ingest", "message", ["ingest_hmac", "received_at"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("route", sa.String(length=64), nullable=False),
        sa.Column("params_ct", sa.LargeBinary(), nullable=True),
        sa.Column("run_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=26), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "ref", "route"),
    )
    op.create_index(
        "task_due", "task", ["run_at"], unique=False, sqlite_where=_FREE, postgresql_where=_FREE
    )
    op.create_index(
        "task_leased",
        "task",
        ["lease_until"],
        unique=False,
        sqlite_where=_TAKEN,
        postgresql_where=_TAKEN,
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("message_id", sa.String(length=26), nullable=False),
        sa.Column("version_id", sa.String(length=26), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("data_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("attempt_message", "attempt", ["message_id", "started_at"], unique=False)
    op.create_table(
        "recipient",
        sa.Column("message_id", sa.String(length=26), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("address_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("address_ct", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version_id", sa.String(length=26), nullable=True),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("next_try_at", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("reply_ct", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
        ),
        sa.PrimaryKeyConstraint("message_id", "n"),
    )
    op.create_index("recipient_state", "recipient", ["state", "message_id"], unique=False)
    op.create_table(
        "version",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("message_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.String(length=26), nullable=True),
        sa.Column("recipe_ct", sa.LargeBinary(), nullable=True),
        sa.Column("summary_ct", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("file", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id", "number"),
    )
    op.create_table(
        "hold",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("message_id", sa.String(length=26), nullable=False),
        sa.Column("version_id", sa.String(length=26), nullable=False),
        sa.Column("waiting_for", sa.String(length=16), nullable=False),
        sa.Column("person_hmac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("person_ct", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("notice_due", sa.Integer(), nullable=False),
        sa.Column("noticed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["version.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("hold_message", "hold", ["message_id", "created_at"], unique=False)
    op.create_index("hold_notice", "hold", ["person_hmac", "notice_due"], unique=False)
    op.create_index("hold_noticed", "hold", ["person_hmac", "noticed_at"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("hold_id", sa.String(length=26), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.Column("version_id", sa.String(length=26), nullable=False),
        sa.Column("detail_ct", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hold_id"],
            ["hold.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hold_id", "role"),
    )
    op.create_table(
        "token",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hold_id", sa.String(length=26), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("person_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hold_id"],
            ["hold.id"],
        ),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("token_hold", "token", ["hold_id"], unique=False)


def downgrade() -> None:
    """Drop every table."""
    op.drop_index("token_hold", table_name="token")
    op.drop_table("token")
    op.drop_table("decision")
    op.drop_index("hold_noticed", table_name="hold")
    op.drop_index("hold_notice", table_name="hold")
    op.drop_index("hold_message", table_name="hold")
    op.drop_table("hold")
    op.drop_table("version")
    op.drop_index("recipient_state", table_name="recipient")
    op.drop_table("recipient")
    op.drop_index("attempt_message", table_name="attempt")
    op.drop_table("attempt")
    op.drop_index("task_leased", table_name="task", sqlite_where=_TAKEN, postgresql_where=_TAKEN)
    op.drop_index("task_due", table_name="task", sqlite_where=_FREE, postgresql_where=_FREE)
    op.drop_table("task")
    op.drop_index("message_ingest", table_name="message")
    op.drop_table("message")
    op.drop_table("event")
    op.drop_table("directory")
    op.drop_table("counter")
