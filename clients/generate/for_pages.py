"""Writes the tables of errors in README.md and docs/clients.md, between their marks."""
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MARKED = re.compile(r'(?s)(<!-- made by make docs from here -->\n).*?(<!-- to here -->)')
# The classes of PEP 249 that psycopg2 has for an SQLSTATE go by its first two characters.
PSYCOPG = {'PI': 'InternalError', 'P0': 'InternalError', '22': 'DataError', '23': 'IntegrityError', '25': 'InternalError',
           '40': 'OperationalError', '42': 'ProgrammingError', '55': 'OperationalError'}
PSYCOPG3 = {'PI': 'ProgrammingError', 'P0': 'ProgrammingError'}  # where it has another


def table(header, rows):
    return '\n'.join(f'| {" | ".join(row)} |' for row in [header, ['---'] * len(header)] + rows) + '\n'


def readme(api):
    return table(['SQLSTATE', 'what happened', 'what to do'],
                 [[f'`{e["sqlstate"]}`', e['meaning'], e['remedy']] for e in api['errors']])


def clients(api):
    rows = []
    for error in api['errors']:
        keys = ', '.join(f'`{key}`' for key in sorted(error['detail'] or {}))
        start = error['sqlstate'][:2]
        driver = f'`{PSYCOPG[start]}`' + (f' (psycopg 3: `{PSYCOPG3[start]}`)' if start in PSYCOPG3 else '')
        rows.append([f'`{error["sqlstate"]}`', error['meaning'], f'`{error["name"]}`', driver, keys or '(a sentence)'])
    return table(['SQLSTATE', 'when', 'class of our clients', "psycopg's and Django's own", 'DETAIL'], rows)


def files(api):
    made = {}
    for name, text in (('README.md', readme(api)), ('docs/clients.md', clients(api))):
        page = (ROOT / name).read_text()
        made[name], marks = MARKED.subn(lambda found: found[1] + text + found[2], page)
        if marks != 1:
            raise SystemExit(f'{name}: its table of errors is not marked')
    return made
