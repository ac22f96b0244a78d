"""The web ground: guards, forms, headers, pages, errors; nothing of any room."""
