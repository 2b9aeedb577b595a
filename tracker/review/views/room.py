"""The blueprint that the pages of this room belong to."""

from flask import Blueprint

blueprint = Blueprint("review", __name__)
