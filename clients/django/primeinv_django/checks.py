"""manage.py check --database default: whether the database has primeinv, of the version that this package was made from."""
from django.core.checks import Error, Warning, register
from django.db import connections

from .signatures import VERSION


@register('database')
def check_version(app_configs=None, databases=None, **kwargs):
    found = []
    for alias in databases or []:
        if connections[alias].vendor != 'postgresql':
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'primeinv'")
            row = cursor.fetchone()
        if row is None:
            found.append(Error(f'database {alias!r} has no primeinv', hint='CREATE EXTENSION primeinv', id='primeinv.E001'))
        elif row[0] != VERSION:
            found.append(Warning(f'database {alias!r} has primeinv {row[0]}, and this package was made from {VERSION}',
                                 hint='ALTER EXTENSION primeinv UPDATE, or the package of that version', id='primeinv.W001'))
    return found
