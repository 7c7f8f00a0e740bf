"""manage.py primeinv_check: what import_check() finds in the old tables."""
from django.core.management.base import CommandError

from ..imports import ImportCommand


class Command(ImportCommand):
    help = 'Looks through the old tables for what stands in the way of moving in; fails where something must be decided first.'
    function = 'import_check'

    def handle(self, *args, **options):
        columns, rows = self.rows(options, schema_name=options['schema'])
        self.show(columns, rows)
        severity = columns.index('severity')
        stops = [row for row in rows if row[severity] not in ('info', 'notice', 'warning')]
        if stops:
            raise CommandError(f'{len(stops)} of {len(rows)} problems stop the load until they are decided: import_decide()')
