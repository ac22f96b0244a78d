"""The archive: sealed papers that stay provable after the certificates that sealed them ended."""
