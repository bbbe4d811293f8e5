"""The ground floor as an app: its template filters, Swedish order in SQLite, and what is asked of a server."""

from django.apps import AppConfig
from django.core.checks import register
from django.db.backends.signals import connection_created

from config import checks
from config.formats import compare_alphabetically


def teach_swedish_order(connection, **kwargs):
    """Give SQLite the collation that PostgreSQL calls `sv-x-icu`, so that queries sort alike on both."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation("sv-x-icu", compare_alphabetically)


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self):
        connection_created.connect(teach_swedish_order, dispatch_uid="swedish-order")
        register(checks.site_url, "deploy", deploy=True)
        register(checks.contact_email, "deploy", deploy=True)
