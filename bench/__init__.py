"""Benchmarks: `make bench` prints a table, into docs/performance.md too, and keeps the figures."""
