"""Where the pages of this room are bound."""

from flask import Blueprint

blueprint = Blueprint("customers", __name__)
