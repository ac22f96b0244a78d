"""The register of sealing keys: which key an institution seals with, since when, until when."""
