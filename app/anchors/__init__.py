"""The daily anchors of the audit chains: sealed, stamped, published, checked."""
