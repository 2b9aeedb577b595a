"""The room of the reports."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__)
