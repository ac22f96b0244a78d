"""How a person wants the screens: language, text size, contrast. Kept in one cookie, no account."""

from dataclasses import dataclass

SIZES = (100, 112, 125, 150, 200)
THEMES = ("plain", "contrast")
LANGUAGES = ("ko", "en")


@dataclass(frozen=True)
class Preferences:
    """Text size in percent of the browser's own, theme `plain` or `contrast`, `ko` or `en`."""

    language: str = "ko"
    size: int = 100
    theme: str = "plain"

    def cookie(self) -> str:
        """The cookie's text, which `read` understands."""
        return f"{self.language}.{self.size}.{self.theme}"


def read(text: str) -> Preferences:
    """The preferences of a cookie (or of a form, joined alike); defaults for what is not known."""
    language, size, theme = [*text.split("."), "", "", ""][:3]
    return Preferences(
        language if language in LANGUAGES else "ko",
        int(size) if size in map(str, SIZES) else 100,
        theme if theme in THEMES else "plain",
    )
