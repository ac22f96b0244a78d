"""Papers: composed, rendered, sealed, registered and verified."""
