"""The small house (`tests/support/house.py`)."""

from tests.support.house import house, resident, visitor

__all__ = ["house", "resident", "visitor"]
