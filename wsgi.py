"""The application for a WSGI server: ``gunicorn wsgi:app``; the flask command finds it too."""

import sys

from config import SettingsError
from tracker.app import create_app

try:
    app = create_app()
except SettingsError as error:
    sys.exit(f"The settings cannot be used: {error}")
