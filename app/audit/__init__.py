"""The audit chain: one per aggregate, every entry hashed over the one before it."""
