"""The blueprint to which every module of this package adds its pages."""

from flask import Blueprint

blueprint = Blueprint("capture", __name__)
