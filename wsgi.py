"""What WSGI servers and the flask command load; wrong settings end the start in words."""

import sys

from app import create_app
from app.config import WrongSettings
from app.web import logs

logs.install()
try:
    app = create_app()
except WrongSettings as wrong:
    sys.exit(f"wrong settings:\n{wrong}")
