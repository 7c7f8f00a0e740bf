"""Tests of applications that use primeinv.

    TEST_RUNNER = 'primeinv_django.testing.PrimeinvTestRunner'

makes test databases from a template that has the extension, so a role that may not CREATE EXTENSION needs only a template that somebody made:
name it in DATABASES['default']['TEST']['TEMPLATE'].
"""
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.test import TransactionTestCase
from django.test.runner import DiscoverRunner

from .failure import sqlstate_of

SNAPSHOT = 'PRIMEINV_SNAPSHOT'


class PrimeinvTestRunner(DiscoverRunner):
    """Makes a template database with the extension, has Django copy its test databases from it, and keeps a copy of each as it is after
    migrations, to which PrimeinvTransactionTestCase returns."""

    def setup_databases(self, **kwargs):
        self._templates, self._snapshots = [], []
        for alias in self._aliases():
            settings = connections[alias].settings_dict
            if not settings['TEST'].get('TEMPLATE'):
                settings['TEST']['TEMPLATE'] = name = f'{self._test_name(alias)}_template'
                _make_template(alias, name)
                self._templates.append((alias, name))
        old = super().setup_databases(**kwargs)
        for alias in self._aliases():
            name = connections[alias].settings_dict['NAME'] + '_snapshot'
            _copy(alias, connections[alias].settings_dict['NAME'], name)
            connections[alias].settings_dict[SNAPSHOT] = name
            self._snapshots.append((alias, name))
        return old

    def teardown_databases(self, old_config, **kwargs):
        super().teardown_databases(old_config, **kwargs)
        for alias, name in self._snapshots + self._templates:
            _drop(alias, name)

    def _aliases(self):
        return [alias for alias in connections if connections[alias].vendor == 'postgresql'
                and not connections[alias].settings_dict['TEST'].get('MIRROR')]

    def _test_name(self, alias):
        return connections[alias].creation._get_test_db_name()


class PrimeinvTransactionTestCase(TransactionTestCase):
    """A TransactionTestCase for tests that commit, as those with threads do. Django empties its tables afterwards; a ledger cannot be emptied, so
    here the whole database is copied anew. TestCase, which rolls back, needs nothing of the kind."""

    def _fixture_teardown(self):
        for alias in self._databases_names(include_mirrors=False):
            settings = connections[alias].settings_dict
            if SNAPSHOT in settings:
                _copy(alias, settings[SNAPSHOT], settings['NAME'])


@contextmanager
def role(name, using=DEFAULT_DB_ALIAS):
    """The block's statements are another database role's: that of the application, while the tests connect as the one that may make
    tenants. The extension's owner is not narrowed to a tenant, the application's role is."""
    with connections[using].cursor() as cursor:
        cursor.execute(f'SET ROLE {connections[using].ops.quote_name(name)}')
    try:
        yield
    finally:
        if not connections[using].needs_rollback:
            with connections[using].cursor() as cursor:
                cursor.execute('RESET ROLE')


@contextmanager
def _maintenance(alias):
    with connections[alias]._nodb_cursor() as cursor:
        yield cursor, connections[alias].ops.quote_name


def _drop(alias, name):
    connections[alias].close()
    with _maintenance(alias) as (cursor, quote):
        cursor.execute(f'DROP DATABASE IF EXISTS {quote(name)} WITH (FORCE)')


def _copy(alias, source, target):
    connections[alias].close()
    _drop(alias, target)
    with _maintenance(alias) as (cursor, quote):
        cursor.execute(f'CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}')


def _make_template(alias, name):
    _drop(alias, name)
    with _maintenance(alias) as (cursor, quote):
        cursor.execute(f'CREATE DATABASE {quote(name)}')
    connection = connections[alias].copy()
    connection.settings_dict = {**connection.settings_dict, 'NAME': name}
    try:
        with connection.cursor() as cursor:
            cursor.execute('CREATE EXTENSION primeinv')
    except DatabaseError as error:
        if sqlstate_of(error) != '42501':
            raise
        raise ImproperlyConfigured(
            f'the role of DATABASES[{alias!r}] may not CREATE EXTENSION primeinv: have a superuser make a template database with it '
            "and name that in TEST['TEMPLATE']") from error
    finally:
        connection.close()
