"""The act of signing: a document, its signers, reading, ticks, ink, identity, conclusion."""
