"""Dojang (도장): the application factory. Wiring only."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Build the web application; raises WrongSettings naming every setting that is wrong."""
    from flask import Flask  # here, so that importing one pure module doesn't load the house
    from werkzeug.middleware.proxy_fix import ProxyFix

    from app import cli, wiring
    from app.config import ROOT, from_environment

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
    if settings.proxies:  # believe exactly as many forwarded addresses as there are proxies
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    wiring.open_doors(app, settings)
    cli.install(app)
    return app
