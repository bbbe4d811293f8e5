"""The forms by which people are invited, join, and choose their mail."""

from django import forms
from django.contrib.auth.forms import SetPasswordMixin

from .models import User


class InviteForm(forms.Form):
    """Whom to invite, and whether they are to write or only to read."""

    email = forms.EmailField(
        label="E-postadress",
        max_length=254,
        error_messages={"required": "Skriv e-postadressen till den du vill bjuda in."},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "form-control medium"}),
    )
    can_write = forms.TypedChoiceField(
        label="Personen får",
        choices=[("yes", "skriva och lämna in"), ("no", "bara läsa")],
        coerce=lambda choice: choice == "yes",
        initial="yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om personen får skriva eller bara läsa."},
    )


class JoinForm(SetPasswordMixin, forms.Form):
    """The name and the password of somebody who is invited and has no account."""

    name = forms.CharField(
        label="Ditt namn",
        max_length=150,
        error_messages={"required": "Skriv ditt namn."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1, password2 = SetPasswordMixin.create_password_fields("Lösenord", "Lösenordet en gång till")

    def __init__(self, email, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password1"].help_text = "Minst 12 tecken."
        self.fields["password2"].help_text = ""
        self.fields["password1"].error_messages["required"] = "Välj ett lösenord."
        self.fields["password2"].error_messages["required"] = "Skriv samma lösenord en gång till."

    def clean(self):
        self.validate_passwords()
        self.validate_password_for_user(User(email=self.email, name=self.cleaned_data.get("name", "")), "password1")
        return super().clean()


class OwnMailForm(forms.ModelForm):
    """Whether the person wants reminders."""

    class Meta:
        model = User
        fields = ["wants_reminders"]
        labels = {"wants_reminders": "Mejla mig när omgången öppnar och när sista dagen närmar sig"}
        help_texts = {"wants_reminders": ""}
