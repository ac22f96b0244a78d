"""Inputs that nobody means well with, made from real ones: `make fuzz MINUTES=60`."""
