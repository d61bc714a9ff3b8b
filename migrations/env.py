"""Alembic's environment: the running application's engine, all features' tables."""

from alembic import context

from liaison.db import Base, UtcDateTime, db


def render_item(kind, item, _autogen_context):
    """Write an instant as the plain column type, so that old migrations need no code of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    engine = db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
