"""The two questions, and the button beside them."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import Length

from tracker.surveys.rules import LONGEST_WORDS, Kept
from tracker.surveys.words import KEPT
from tracker.web.forms import PageForm, TextField, needed


class SurveyForm(PageForm):
    """What a customer answers. The signed address stands for the token against forged requests."""

    class Meta(PageForm.Meta):
        """No session, hence no token of one."""

        csrf = False

    kept = RadioField(
        _l("Did we do what we promised you?"),
        [needed(_l("Please choose one of the three."))],
        choices=[(each.value, KEPT[each]) for each in Kept],
    )
    words = TextField(
        _l("Is there anything you expect from us that we have not talked about?"), [Length(max=LONGEST_WORDS)]
    )
