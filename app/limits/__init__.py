"""How often a thing may be done: counted in SQL, so that every process and both databases agree."""
