"""What can be chosen on a report: periods, teams, kinds, values of facets, and by what promises are told apart."""

from collections.abc import Container
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext

from tracker.accounts.rules.telling import Told
from tracker.promises.shown import name_of
from tracker.reports.asking import ABOUT_ONESELF
from tracker.reports.forms.wishes import BESIDE_A_FACET, BREAKDOWNS, BY_PERSON, OF_MANY, PERIODS, Wish
from tracker.reports.groups import Ground
from tracker.reports.saying import only_options

Tab = tuple[str, str, bool, None]


def choices(wish: Wish, ground: Ground) -> dict[str, object]:
    """Return the options of the filters, and a tab for each way to tell promises apart that this viewer has."""
    names, told = ground.names, ground.told
    shown = told.by_person if wish.by == BY_PERSON else told.alone
    return {
        "breakdown": dict(BREAKDOWNS)[wish.by],
        "apart_tabs": [_tab(wish, by, str(words), told) for by, words in BREAKDOWNS if by in _ways(wish, told)],
        "customer": names.customers.get(wish.customer_id or 0),
        "periods": PERIODS,
        "team_options": [
            *([("", gettext("all"))] if told.is_whole_told and wish.by != BY_PERSON else []),
            *((team_id, name) for team_id, name in names.teams if team_id in shown),
        ],
        "only_options": only_options(names),
        "kind_options": [(kind.id, name_of(kind)) for kind in names.kinds],
    }


def _ways(wish: Wish, told: Told) -> Container[str]:
    """Return by what this report can be told apart; by person only within a team that the viewer manages."""
    if wish.is_mine:
        return ABOUT_ONESELF
    if wish.only:
        return BESIDE_A_FACET
    if wish.customer_id is not None:
        return [by for by, _ in BREAKDOWNS if by not in OF_MANY]
    is_by_person = bool(told.by_person) if wish.team_id is None else wish.team_id in told.by_person
    return [by for by, _ in BREAKDOWNS if by != BY_PERSON or is_by_person]


def _tab(wish: Wish, by: str, words: str, told: Told) -> Tab:
    team = {"team": min(told.by_person)} if by == BY_PERSON and wish.team_id is None else {}
    address = urlencode({**wish.address(), **team, "by": by})
    return f"{url_for('reports.overview')}?{address}#apart", words, by == wish.by, None
