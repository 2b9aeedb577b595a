"""Where the pages of this room hang."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
security = Blueprint("security", __name__)
