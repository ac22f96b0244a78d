"""The migrations make exactly the tables the models describe, from nothing, on both databases."""

import re

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from app.db import all_models
from app.db.base import Base
from app.db.engine import open_database
from app.db.migrate import MIGRATIONS, is_current, upgrade


def test_the_migrated_database_is_what_the_models_say(database_url: str) -> None:
    all_models.load()
    database = open_database(database_url)
    with database.reads.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    database.dispose()


def test_every_table_is_there_and_a_second_upgrade_changes_nothing(database_url: str) -> None:
    all_models.load()
    database = open_database(database_url)
    upgrade(database)
    assert is_current(database)
    assert set(inspect(database.reads).get_table_names()) == {
        *Base.metadata.tables,
        "alembic_version",
    }
    database.dispose()


def test_every_migration_follows_the_one_before_under_its_own_number() -> None:
    number = re.compile(r'^revision = "(\d{4})"\ndown_revision = (?:None|"(\d{4})")$', re.MULTILINE)
    files = sorted((MIGRATIONS / "versions").glob("*.py"))
    found = [(path.name[:4], number.search(path.read_text("utf-8"))) for path in files]
    said = [(name, *it.groups()) for name, it in found if it]
    expected = [f"{n:04}" for n in range(1, len(files) + 1)]
    assert said == list(zip(expected, expected, [None, *expected], strict=False))
