"""Alembic's entry: runs on the connection that the store hands in."""

from alembic import context

from quarantine.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
