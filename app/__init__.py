"""Dojang (도장): the application factory. Wiring only."""

from flask import Flask

from app import wiring
from app.config import ROOT, Settings, from_environment


def create_app(settings: Settings | None = None) -> Flask:
    """Build the web application; raises WrongSettings naming every setting that is wrong."""
    settings = settings or from_environment()
    wiring.assemble(settings)
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=256 * 1024,
        MAX_FORM_MEMORY_SIZE=128 * 1024,
        MAX_FORM_PARTS=100,
        DOJANG=settings,
    )
    wiring.open_doors(app, settings)
    return app
