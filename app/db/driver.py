"""The SQLite in use: one that has been freed of the WAL bug, where there is a wheel of it."""

try:
    import pysqlite3 as sqlite
except ImportError:  # Linux on ARM: the standard library's; `engine` warns when it has the bug
    import sqlite3 as sqlite  # type: ignore[no-redef]

__all__ = ["sqlite"]
