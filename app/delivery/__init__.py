"""Delivery: the outbox that is the truth about work to do, texts, and who gets which."""
