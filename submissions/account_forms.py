"""The log-in's forms where our words differ from django-allauth's."""

from allauth.account.forms import ResetPasswordForm


class NewPasswordForm(ResetPasswordForm):
    """Where a link to a new password is sent; the field is named as it is when logging in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-postadress"
        del self.fields["email"].widget.attrs["placeholder"]
