"""The database: engine, column types, and the unit of work."""
