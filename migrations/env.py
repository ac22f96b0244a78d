"""Alembic's entry: uses the connection it is handed, or opens DATABASE_URL."""

import os

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from app.db import all_models
from app.db.base import Base
from app.db.engine import open_database

all_models.load()


def render_plain(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our own column types as the plain ones, so that old migrations never import the app."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    name = type(item).__name__
    return {
        "UtcDateTime": "sa.DateTime(timezone=True)",
        "Encrypted": "sa.LargeBinary()",
    }[name]


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_plain,
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with open_database(os.environ["DATABASE_URL"]).reads.connect() as opened:
        run(opened)
        opened.commit()
