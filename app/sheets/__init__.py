"""Tables that people bring, CSV or XLSX: read within bounds whatever is in them; and written."""
