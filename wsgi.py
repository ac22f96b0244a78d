"""What WSGI servers and the flask command load; wrong settings end the start in words."""

import os
import sys

from app import create_app
from app.config import WrongSettings
from app.db.engine import Unreachable
from app.web import logs

os.umask(0o077)  # database, papers and keys are nobody else's
logs.install()
try:
    app = create_app()
except WrongSettings as wrong:
    sys.exit(f"wrong settings:\n{wrong}")
except Unreachable as problem:
    sys.exit(str(problem))
