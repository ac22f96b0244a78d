"""The outside world: one Protocol and its adapters side by side."""
