"""The passwords that attackers try first, known offline.

The list is the one of the PyPI package zxcvbn: 30,000 real passwords by frequency, maintained, MIT, no
requests to anywhere. Flask-Security's own check asks a service on the internet for every password.
Its estimator is not used: it would bring back rules of composition under another name.
"""

from functools import cache
from importlib import import_module

from tracker.kernel.folding import fold

SHORTEST_WORTH_KNOWING = 5
GERMAN = (
    "passwort geheim geheimnis schatz schatzi hallo hallihallo willkommen sommer winter herbst fruehling frühling "
    "fussball fußball deutschland berlin hamburg muenchen münchen bayern dortmund schalke daniel sternchen engel "
    "mausi baerchen ichliebedich qwertz qwertzui qwertzuiop yxcvbnm asdfghjkl anmeldung kennwort zugang ordnung"
)
"""The package knows little German."""


@cache
def common_passwords() -> frozenset[str]:
    """Return them folded. Loaded when first asked for: 45 ms that only choosing a password needs."""
    ranked = import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS["passwords"]
    return frozenset(fold(each) for each in (*ranked, *GERMAN.split()) if len(each) >= SHORTEST_WORTH_KNOWING)
