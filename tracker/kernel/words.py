"""Marking texts for translation where nothing may know of requests or languages."""


def N_(message: str) -> str:  # noqa: N802 - the name that message extractors know
    """Return the message unchanged; it is extracted here and translated where it is shown."""
    return message
