"""The vault's screens."""
