"""The link of a survey: it names the survey and is signed; whether it still works is asked of the database."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from config import Settings

PURPOSE = "answer to a survey"


def token_for(survey_id: int) -> str:
    """Return what stands in the address."""
    return str(_signer().dumps(survey_id))


def read_token(token: str) -> int | None:
    """Return the number of the survey, None for what we did not sign."""
    try:
        return int(_signer().loads(token))
    except (BadSignature, ValueError, TypeError):
        return None


def _signer() -> URLSafeSerializer:
    settings: Settings = current_app.extensions["settings"]
    return URLSafeSerializer([*reversed(settings.secret_key_fallbacks), settings.secret_key], salt=PURPOSE)
