"""manage.py primeinv_load: import_load(), in one transaction."""
from ..imports import ImportCommand


class Command(ImportCommand):
    help = 'Loads the old tables into primeinv: all of it or nothing.'
    function = 'import_load'

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument('--history', default='aside', choices=['aside', 'ledger'], help='where the old movements go (aside)')
        parser.add_argument('--dry-run', action='store_true', help='say what would be loaded, and undo it')

    def handle(self, *args, **options):
        self.show(*self.rows(options, schema_name=options['schema'], history=options['history'], dry_run=options['dry_run']))
