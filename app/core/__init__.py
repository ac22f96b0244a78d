"""Words without I/O: time, money, Korean identifiers, errors, the journey engine."""
