"""Calling a function of primeinv by its name, with named arguments."""
import json
from contextlib import nullcontext
from decimal import Decimal

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

from .failure import translated
from .signatures import SIGNATURES


def call(function, *, using=None, savepoint=True, **arguments):
    """Calls primeinv.function(arguments) and returns what it returns.

    A set of rows comes as a list, a row of a table as an instance of its model, another row as a dict, a single value as it is,
    nothing as None. An argument may be a model's instance where its id is meant, and lists and dicts where jsonb is. Arguments that are
    left out have the function's defaults. A name that is a word of Python's has an underscore: from_.

    A failure raises its class of primeinv_django.errors. Within atomic() the call stands behind a savepoint, so that the
    transaction can go on after it; savepoint=False saves that round trip, and a failure then ends the transaction.
    """
    alias = using or DEFAULT_DB_ALIAS
    arguments = {name[:-1] if name.endswith('_') else name: value for name, value in arguments.items()}
    form = _form(function, arguments)
    sql, values = _statement(function, form, arguments)
    with translated(), _guard(alias, savepoint):
        return _RESULTS[form['returns']](alias, form, sql, values)


def _guard(alias, savepoint):
    if not connections[alias].in_atomic_block:
        return nullcontext()
    return transaction.atomic(using=alias) if savepoint else transaction.mark_for_rollback_on_error(using=alias)


def _form(function, arguments):
    """The form of the function that takes these arguments."""
    try:
        forms = SIGNATURES[function]
    except KeyError:
        raise TypeError(f'primeinv has no function {function}()') from None
    for form in forms:
        if set(arguments) <= set(form['parameters']) and set(form['required']) <= set(arguments):
            return form
    known = ' or '.join(f'{function}({", ".join(form["parameters"])})' for form in forms)
    raise TypeError(f'{function}() does not take ({", ".join(arguments)}); it is {known}')


def _statement(function, form, arguments):
    types = form['parameters']
    verb = 'CALL' if form['kind'] == 'procedure' else 'SELECT * FROM'
    named = ', '.join(f'"{name}" => %s::{types[name]}' for name in arguments)
    return f'{verb} primeinv.{function}({named})', [_encoded(value, types[name]) for name, value in arguments.items()]


def _encoded(value, sql_type):
    if isinstance(value, models.Model):
        return value.pk
    if value is None:
        return None
    if sql_type == 'jsonb':
        return json.dumps(value, cls=_Encoder)
    if sql_type.endswith('[]'):
        return [_element(_encoded(element, sql_type[:-2]), sql_type[:-2]) for element in value]
    return value


def _element(value, sql_type):
    """Drivers want the elements of an array to be of one type."""
    return Decimal(str(value)) if sql_type == 'numeric' and value is not None else value


class _Encoder(DjangoJSONEncoder):
    def default(self, o):
        return o.pk if isinstance(o, models.Model) else super().default(o)


def _decoded(value, sql_type):
    return json.loads(value, parse_float=Decimal) if sql_type == 'jsonb' and isinstance(value, str) else value


def _fetched(alias, sql, values):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, values)
        return [column[0] for column in cursor.description or ()], cursor.fetchall() if cursor.description else []


def _rows(alias, form, sql, values):
    if 'row' in form:
        return list(apps.get_model('primeinv', form['row'])._base_manager.using(alias).raw(sql, values))
    names, rows = _fetched(alias, sql, values)
    types = form.get('columns', {})
    return [{name: _decoded(value, types.get(name)) for name, value in zip(names, row)} for row in rows]


def _values(alias, form, sql, values):
    return [_decoded(row[0], form['type']) for row in _fetched(alias, sql, values)[1]]


def _nothing(alias, form, sql, values):
    _fetched(alias, sql, values)


_RESULTS = {
    'rows': _rows,
    'row': lambda *arguments: _rows(*arguments)[0],
    'values': _values,
    'value': lambda *arguments: _values(*arguments)[0],
    'nothing': _nothing,
}
