"""What WSGI servers and the flask command load."""

from app import create_app
from app.web import logs

logs.install()
app = create_app()
