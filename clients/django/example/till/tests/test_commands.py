"""The commands around moving in."""
from io import StringIO

from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.test import TestCase
from primeinv_django.checks import check_version

FAKE = """
    CREATE FUNCTION primeinv.import_check(schema_name text DEFAULT 'import')
    RETURNS TABLE (severity text, problem text, rows bigint, example text, remedy text) LANGUAGE sql
    AS $$ SELECT 'warning', 'batch without expiry', 3, 'B-1', schema_name UNION ALL SELECT 'error', 'negative quantity', 1, NULL, 'decide' $$;
    CREATE FUNCTION primeinv.import_load(schema_name text DEFAULT 'import', history text DEFAULT 'aside', dry_run boolean DEFAULT false)
    RETURNS TABLE (entity text, read bigint, loaded bigint, left_out bigint) LANGUAGE sql
    AS $$ SELECT history || dry_run::text, 5, 4, 1 $$;
    CREATE FUNCTION primeinv.import_compare(schema_name text DEFAULT 'import')
    RETURNS TABLE (tenant_id bigint, what text, theirs numeric, ours numeric) LANGUAGE sql
    AS $$ SELECT 1, 'on hand', 5, 4 WHERE schema_name = 'differs' $$;
"""


class CheckTest(TestCase):
    databases = {'default'}

    def test_the_version_is_the_packages(self):
        self.assertEqual(check_version(databases=['default']), [])
        with connection.cursor() as cursor:
            cursor.execute("UPDATE pg_extension SET extversion = '0.9' WHERE extname = 'primeinv'")
        self.assertEqual([found.id for found in check_version(databases=['default'])], ['primeinv.W001'])

    def test_without_the_extension(self):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE pg_extension SET extname = 'other' WHERE extname = 'primeinv'")
        with self.assertRaisesMessage(SystemCheckError, 'has no primeinv'):
            call_command('check', databases=['default'])


class ImportCommandTest(TestCase):
    """That the commands hand on what they are given and show what comes: from functions of the same names and columns that stand in
    for the server's."""

    def run_command(self, name, **options):
        out = StringIO()
        try:
            call_command(name, stdout=out, **options)
        except CommandError as error:
            return out.getvalue(), str(error)
        return out.getvalue(), None

    def with_functions(self):
        with connection.cursor() as cursor:
            for function in ('import_check(text)', 'import_load(text, text, boolean)', 'import_compare(text)'):
                cursor.execute('SELECT to_regprocedure(%s) IS NULL', [f'primeinv.{function}'])
                if not cursor.fetchone()[0]:
                    cursor.execute(f'ALTER FUNCTION primeinv.{function} RENAME TO aside')
            cursor.execute(FAKE)

    def test_a_server_without_them_is_told(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regprocedure('primeinv.import_check(text)') IS NULL")
            missing = cursor.fetchone()[0]
        _, error = self.run_command('primeinv_check', schema='nowhere')
        self.assertIsNotNone(error)
        self.assertEqual('ALTER EXTENSION primeinv UPDATE' in error, missing)

    def test_check_shows_and_fails_where_something_must_be_decided(self):
        self.with_functions()
        out, error = self.run_command('primeinv_check', schema='old')
        self.assertRegex(out, r'(?m)^warning +batch without expiry +3 +B-1 +old$')
        self.assertIn('1 of 2 problems', error)

    def test_load_hands_on_its_options(self):
        self.with_functions()
        out, error = self.run_command('primeinv_load', history='ledger', dry_run=True)
        self.assertIsNone(error)
        self.assertRegex(out, r'(?m)^ledgertrue +5 +4 +1$')

    def test_compare_fails_where_they_differ(self):
        self.with_functions()
        self.assertEqual(self.run_command('primeinv_compare', schema='same'), ('no differences\n', None))
        out, error = self.run_command('primeinv_compare', schema='differs')
        self.assertIn('on hand', out)
        self.assertEqual(error, '1 differences')
