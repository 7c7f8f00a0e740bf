"""Writes the Django client's generated sources: models.py, choices.py, signatures.py, errors.py."""
import re

from common import MADE, base_type, list_name, overloads, pascal, wrapped

FOLDER = 'clients/django/primeinv_django/'
WIDTH = 132

FIELDS = {
    'bigint': 'models.BigIntegerField', 'integer': 'models.IntegerField', 'smallint': 'models.SmallIntegerField',
    'double precision': 'models.FloatField', 'real': 'models.FloatField', 'numeric': 'ExactDecimalField',
    'date': 'models.DateField', 'timestamp with time zone': 'models.DateTimeField', 'interval': 'models.DurationField',
    'boolean': 'models.BooleanField', 'jsonb': 'models.JSONField', 'inet': 'models.GenericIPAddressField', 'bytea': 'models.BinaryField',
}
# The exceptions of Python and Django that those of a SQLSTATE also are, so that code written for these goes on working.
ALSO = {
    'PI001': 'ValueError', '22023': 'ValueError', 'P0002': 'ObjectDoesNotExist', '42501': 'PermissionDenied',
    '23514': 'IntegrityError', '23505': 'IntegrityError', '40001': 'OperationalError', '40P01': 'OperationalError',
}

# Written with SQL, but by the owner alone, so no level of rights() has it.
OWNERS = {'tenant'}


def quoted(text):
    return "'" + text.replace('\\', '\\\\').replace("'", "\\'") + "'"


def doc(text, indent):
    lines = wrapped((text or '').replace('\\', '\\\\').replace('"""', "'''"), WIDTH - 8 - len(indent))
    return f'{indent}"""' + f'\n{indent}'.join(lines) + '"""\n' if lines else ''


def words(name):
    return name.replace('_', ' ')


def constant(default):
    """A default that Python can give, too; None where only the database knows it."""
    if default in ('true', 'false'):
        return default.capitalize()
    if re.fullmatch(r'-?\d+', default):
        return default
    found = re.fullmatch(r"'((?:[^']|'')*)'::text", default)
    return quoted(found[1].replace("''", "'")) if found else None


def decimal_options(sql_type):
    found = re.fullmatch(r'numeric\((\d+),(\d+)\)', sql_type)
    return [f'max_digits={found[1]}', f'decimal_places={found[2]}'] if found else ['max_digits=19', 'decimal_places=4']


def simple_field(api, table, column):
    """The class of a column's field, and the options that go with it."""
    sql_type = base_type(column['type'])
    if sql_type.endswith('[]'):
        inner, options = simple_field(api, table, {'type': sql_type[:-2]})
        return 'ArrayField', [f'{inner}({", ".join(options)})']
    kind = FIELDS.get(sql_type, 'models.TextField')
    options = decimal_options(column['type']) if sql_type == 'numeric' else []
    if 'values' in column:
        options.append(f'choices=choices.{pascal(list_name(api, table, column))}.choices')
    return kind, options


def field(api, table, column, seen):
    """NAME = models.SomeField(...)"""
    name, options = column['name'], []
    if column['name'] == 'id' and table['kind'] == 'table':
        return "    id = models.BigAutoField(primary_key=True)"
    if 'references' in column:
        name = re.sub('_id$', '', name)
        kind = 'models.ForeignKey'
        options = [quoted(pascal(column['references'])), 'models.DO_NOTHING', 'db_constraint=False']
        if name == column['name']:
            options.append(f'db_column={quoted(name)}')
        if column['name'] == key_of(table):  # what Django wants of a key that refers, though it is part of one here
            kind = 'models.OneToOneField'
        if column['references'] in seen or column['name'] == key_of(table):
            options.append("related_name='+'")  # its own reverse name is taken, or promises one row
        seen.add(column['references'])
    else:
        kind, options = simple_field(api, table, column)
    if column['nullable']:
        options += ['null=True', 'blank=True']
    if column['name'] == key_of(table):
        options = [option for option in options if option not in ('null=True', 'blank=True')] + ['primary_key=True']
    default = constant(column['default']) if 'default' in column else None
    if default is not None:
        options.append(f'default={default}')
    if column.get('write') is None or 'generated' in column:
        options.append('editable=False')
    if column.get('comment'):
        options.append(f'help_text={quoted(column["comment"])}')
    line = f'    {name} = {kind}({", ".join(options)})'
    if len(line) <= WIDTH:
        return line
    return f'    {name} = {kind}(\n        ' + ',\n        '.join(filter(None, [', '.join(options[:-1]), options[-1]])) + ')'


def key_of(table):
    """A view has no key, and Django wants one: the first id that is not the tenant's, else the first column."""
    if table['kind'] == 'table':
        return table['key'][0] if table.get('key') != ['id'] else 'id'
    names = [column['name'] for column in table['columns']]
    return next((name for name in names if name.endswith('_id') and name != 'tenant_id'), names[0])


def model(api, table):
    if table['name'] in OWNERS:
        table = {**table, 'write': 'owner', 'columns': [c if 'generated' in c else {**c, 'write': 'owner'} for c in table['columns']]}
    base = 'View' if table['kind'] == 'view' else 'Catalogue' if 'write' in table else 'Record'
    out = [f'class {pascal(table["name"])}({base}):\n{doc(table.get("comment"), "    ")}']
    seen = set()
    columns = [{**c, 'references': 'tenant'} if c['name'] == 'tenant_id' and table['kind'] == 'table' else c for c in table['columns']]
    out += [field(api, table, column, seen) for column in columns]
    if base == 'Catalogue':
        sets = {
            'never_written': [c['name'] for c in table['columns'] if 'write' not in c and c['name'] != 'id'],
            'written_if_changed': [c['name'] for c in table['columns'] if c.get('write', table['write']) != table['write']],
            'given_by_database': [c['name'] for c in table['columns'] if 'default' in c and constant(c['default']) is None and not c['nullable']],
        }
        out += [''] + [f'    {name} = frozenset({columns!r})' for name, columns in sets.items() if columns]
    names = {column['name'] for column in table['columns']}
    label = next((name for name in ('name', 'receipt_number', 'batch_number', 'unit') if name in names), None)
    out.append(f"\n    class Meta:\n        managed = False\n        db_table = '\"primeinv\".\"{table['name']}\"'\n"
               f"        verbose_name = {quoted(words(table['name']))}\n        verbose_name_plural = {quoted(words(table['name']))}\n")
    if label:
        out.append(f'    def __str__(self):\n        return str(self.{label})\n')
    return '\n'.join(out).replace('\n\n\n', '\n\n')


def models(api):
    body = '\n\n'.join(model(api, table) for table in api['tables'])
    array = 'from django.contrib.postgres.fields import ArrayField\n' if 'ArrayField(' in body else ''
    return (f'# {MADE}\n"""Tables and views of primeinv, unmanaged: the extension makes them. Keys are not checked by Django\'s constraints, and nothing\n'
            f'cascades: the database sees to both."""\n{array}from django.db import models\n\nfrom . import choices\n'
            f'from .records import Catalogue, ExactDecimalField, Record, View\n\n\n{body}')


def member(value):
    name = re.sub(r'\W+', '_', value).upper()
    return name if not name[0].isdigit() else f'V{name}'


def choices(api):
    out = [f'# {MADE}\n"""What states and types can be, from the CHECK constraints of the tables."""\nfrom django.db.models import TextChoices\n']
    for name, values in sorted(api['values'].items()):
        lines = '\n'.join(f'    {member(v)} = {quoted(v)}, {quoted(words(v).capitalize())}' for v in values)
        out.append(f'\nclass {pascal(name)}(TextChoices):\n    """{name}"""\n{lines}\n')
    return '\n'.join(out)


def shape(function):
    returns = function.get('returns')
    if returns is None or returns['type'] == 'void':
        return {'returns': 'nothing'}
    if 'row' in returns:
        return {'returns': 'rows' if returns['set'] else 'row', 'row': pascal(returns['row'])}
    if 'columns' in returns and (returns['set'] or len(returns['columns']) > 1):
        return {'returns': 'rows' if returns['set'] else 'row', 'columns': {c['name']: c['type'] for c in returns['columns']}}
    return {'returns': 'values' if returns['set'] else 'value', 'type': returns['type']}


def signatures(api):
    out = [f'# {MADE}\n"""What call() must know of each function and its forms."""\n', f"VERSION = {quoted(api['version'])}\n", 'SIGNATURES = {']
    for name, forms in overloads(api).items():
        out.append(f'    {quoted(name)}: [')
        for form in forms:
            known = {'kind': form['kind'], 'changes': form['changes'], 'parameters': {p['name']: p['type'] for p in form['parameters']},
                     'required': [p['name'] for p in form['parameters'] if p['required']], **shape(form)}
            body = ',\n'.join(f'            {key!r}: {value!r}' for key, value in known.items())
            out.append(f'        {{\n{body},\n        }},')
        out.append('    ],')
    return '\n'.join(out) + '\n}\n'


def errors(api):
    also = sorted({ALSO[e['sqlstate']] for e in api['errors'] if e['sqlstate'] in ALSO} - {'ValueError'})
    core = [name for name in also if name in ('ObjectDoesNotExist', 'PermissionDenied')]
    database = [name for name in also if name not in core]
    out = [f'# {MADE}\n"""One exception class a SQLSTATE, with DETAIL\'s keys as attributes."""\n'
           f'from django.core.exceptions import {", ".join(core)}\nfrom django.db.utils import {", ".join(database)}\n\n'
           'from .failure import PrimeinvError\n\n']
    for error in api['errors']:
        bases = ', '.join(filter(None, ['PrimeinvError', ALSO.get(error['sqlstate'])]))
        text = doc(f'{error["sqlstate"]}: {error["meaning"]}. To do: {error["remedy"]}.', '    ')
        out.append(f'class {error["name"]}({bases}):\n{text}\n    sqlstate = {quoted(error["sqlstate"])}\n')
        for key, value in sorted((error.get('detail') or {}).items()):
            missing = ', []' if isinstance(value, list) else ''
            out.append(f'    @property\n    def {key}(self):\n        return self.data.get({quoted(key)}{missing})\n')
        out.append('')
    listed = ''.join(f'    {quoted(e["sqlstate"])}: {e["name"]},\n' for e in api['errors'])
    names = ''.join(f'    {quoted(e["name"])},\n' for e in api['errors'])
    out.append(f'ERRORS = {{\n{listed}}}\n\n__all__ = [\n{names}]\n')
    return '\n'.join(out)


def files(api):
    return {FOLDER + 'models.py': models(api), FOLDER + 'choices.py': choices(api),
            FOLDER + 'signatures.py': signatures(api), FOLDER + 'errors.py': errors(api)}
