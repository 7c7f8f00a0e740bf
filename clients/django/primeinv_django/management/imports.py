"""What the commands around moving in share."""
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections

from ..failure import sqlstate_of, translated


class ImportCommand(BaseCommand):
    """Calls a function for the owner of the extension, and shows its rows."""

    function = None
    options = ()

    def add_arguments(self, parser):
        parser.add_argument('--schema', default='import', help='the schema of the views over the old tables (import)')
        parser.add_argument('--database', default=DEFAULT_DB_ALIAS, help='which of DATABASES: its role owns the extension')

    def rows(self, options, **arguments):
        """The columns' names and the rows of the function. Not by signature: this package may be older than the server."""
        named = ', '.join(f'{name} => %s' for name in arguments)
        try:
            with translated(), connections[options['database']].cursor() as cursor:
                cursor.execute(f'SELECT * FROM primeinv.{self.function}({named})', list(arguments.values()))
                return [column[0] for column in cursor.description], cursor.fetchall()
        except Exception as error:
            raise CommandError(self._explained(error)) from error

    def _explained(self, error):
        if sqlstate_of(error) == '3F000' and '"primeinv"' in str(error):
            return 'this database has no primeinv: CREATE EXTENSION primeinv'
        if sqlstate_of(error) == '42883':
            return f'primeinv in this database has no {self.function}(): it is older than 1.1, ALTER EXTENSION primeinv UPDATE'
        hint = getattr(error, 'hint', None)
        return f'{str(error).strip()}' + (f' ({hint})' if hint else '')

    def show(self, columns, rows):
        texts = [list(columns)] + [['' if value is None else str(value) for value in row] for row in rows]
        widths = [max(map(len, column)) for column in zip(*texts)]
        for number, row in enumerate(texts):
            self.stdout.write('  '.join(value.ljust(width) for value, width in zip(row, widths)).rstrip())
            if number == 0:
                self.stdout.write('  '.join('-' * width for width in widths))
