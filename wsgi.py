"""The application for a WSGI server: ``gunicorn wsgi:app``; the flask command finds it too."""

from tracker.app import create_app

app = create_app()
