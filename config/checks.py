"""What `manage.py check --deploy` asks of a server beside what Django does: its address, and somebody to write to."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_HERE = {None, "localhost", "127.0.0.1", "::1"}


def site_url(app_configs, **kwargs):
    """It stands in mail, and for ever in each published edition's description for data portals."""
    parts = urlsplit(settings.SITE_URL)
    is_site = parts.scheme in ("http", "https") and parts.hostname not in _HERE
    if is_site and f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL:
        return []
    hint = "Set it to the scheme and name alone, such as https://redovisning.example.se, without a slash at the end."
    return [Error("SITE_URL is not the site's own address.", hint, id="config.E001")]


def contact_email(app_configs, **kwargs):
    """Whoever cannot use the site must be told where to write (2018:1937, MDFFS 2019:2)."""
    try:
        validate_email(settings.CONTACT_EMAIL)
    except ValidationError:
        hint = "Set it to the address that the accessibility statement is to name."
        return [Error("CONTACT_EMAIL is not a mail address.", hint, id="config.E002")]
    return []
