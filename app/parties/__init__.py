"""The register: institutions, persons, firms, who represents whom, numbers of record."""
