"""Signing in, and setting a password."""

from wtforms import EmailField, PasswordField
from wtforms.validators import Length

from tracker.accounts.forms.words import _l
from tracker.web.forms import PageForm, needed

LONGEST_TYPED = 1024
"""Far more than is accepted, and little enough to hash."""

AS_USERNAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
AS_CURRENT = {"autocomplete": "current-password"}
AS_NEW = {"autocomplete": "new-password"}


class SignInForm(PageForm):
    """Who are you?"""

    email = EmailField(_l("Mail address"), [needed(_l("Which mail address?")), Length(max=254)], render_kw=AS_USERNAME)
    password = PasswordField(
        _l("Password"), [needed(_l("Which password?")), Length(max=LONGEST_TYPED)], render_kw=AS_CURRENT
    )


class ForgotPasswordForm(PageForm):
    """Where shall the link go?"""

    email = EmailField(_l("Mail address"), [needed(_l("Which mail address?")), Length(max=254)], render_kw=AS_USERNAME)


class ResetPasswordForm(PageForm):
    """A new password, by a link from a mail."""

    new_password = PasswordField(
        _l("New password"), [needed(_l("Which password?")), Length(max=LONGEST_TYPED)], render_kw=AS_NEW
    )


class ChangePasswordForm(ResetPasswordForm):
    """A new password, by who knows the old one."""

    password = PasswordField(
        _l("Present password"), [needed(_l("Which password?")), Length(max=LONGEST_TYPED)], render_kw=AS_CURRENT
    )
