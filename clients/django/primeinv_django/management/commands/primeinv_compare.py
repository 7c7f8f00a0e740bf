"""manage.py primeinv_compare: where the old tables and primeinv differ, while both are in use."""
from django.core.management.base import CommandError

from ..imports import ImportCommand


class Command(ImportCommand):
    help = 'Compares the old tables with primeinv; fails where they differ.'
    function = 'import_compare'

    def handle(self, *args, **options):
        columns, rows = self.rows(options, schema_name=options['schema'])
        if rows:
            self.show(columns, rows)
            raise CommandError(f'{len(rows)} differences')
        self.stdout.write('no differences')
