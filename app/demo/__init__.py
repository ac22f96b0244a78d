"""Demo mode: fictitious people, one-tap sign-in, the demo phone. Not wired in production."""

from app.demo import phone as phone
from app.demo.screens import doors

__all__ = ["doors"]
