"""Forms of accounts."""

from liaison.i18n import _l
from liaison.web.fields import PasswordField, Required, SubmitField, TextField
from liaison.web.forms import Form


class SignInForm(Form):
    email = TextField(_l("E-mail address"), [Required(_l("Enter your e-mail address."))])
    password = PasswordField(_l("Password"), [Required(_l("Enter your password."))])
    submit = SubmitField(_l("Sign in"))
