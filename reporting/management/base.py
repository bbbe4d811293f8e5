"""What the commands about a year have in common."""

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class YearCommand(BaseCommand):
    """A command that needs the database's tables, and says so where they are not there."""

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except DatabaseError as error:
            if _is_prepared():
                raise
            raise CommandError("Databasen är inte förberedd. Kör manage.py migrate.") from error


def _is_prepared():
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
