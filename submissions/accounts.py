"""Accounts: the city office adds people, so nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAdapter(DefaultAccountAdapter):
    """Closes the sign-up page, and says in plain Swedish what went wrong."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Kontot är avstängt. Hör av dig till stadskontoret.",
        "email_password_mismatch": "E-postadressen eller lösenordet stämmer inte.",
        "enter_current_password": "Skriv det lösenord som du har nu.",
        "too_many_login_attempts": "Du har försökt för många gånger. Vänta en stund och försök igen.",
    }

    def format_email_subject(self, subject):
        return subject

    def is_open_for_signup(self, request):
        return False
