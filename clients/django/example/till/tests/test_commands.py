"""The commands around moving in."""
from io import StringIO

from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import connection, transaction
from django.test import TestCase
from primeinv_django import call
from primeinv_django.checks import check_version
from primeinv_django.compat.primepos import deduct_stock, get_available_stock
from primeinv_django.models import Variation

OLD = """
    CREATE SCHEMA old;
    CREATE TABLE old.product (id bigint PRIMARY KEY, name text, sku text, price numeric);
    CREATE TABLE old.batch (id bigint PRIMARY KEY, product_id bigint, number text, quantity integer, expiry_date date);
    INSERT INTO old.product VALUES (7001, 'Rice', 'R', 9.90), (7002, 'Tea', 'T', 3);
    INSERT INTO old.batch VALUES (7011, 7001, 'A', 20, '2099-01-01'), (7012, 7001, 'B', -2, '2099-06-01'), (7013, 7002, 'C', 5, NULL);
    CREATE SCHEMA import;
    CREATE VIEW import.tenant AS SELECT 1 AS key, 'Old Shop' AS name;
    CREATE VIEW import.outlet AS SELECT 1 AS tenant, 1 AS key, 'Main Store' AS name, 'Europe/Paris' AS time_zone, 7000 AS keep_id;
    CREATE VIEW import.product AS SELECT 1 AS tenant, id AS key, name FROM old.product;
    CREATE VIEW import.variation AS SELECT 1 AS tenant, id AS key, id AS product, sku, price, id AS keep_id FROM old.product;
    CREATE VIEW import.batch AS SELECT 1 AS tenant, id AS key, 1 AS outlet, product_id AS variation, quantity, number AS batch_number, expiry_date FROM old.batch;
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
    """Check, decide, load, compare, and the old helpers at work on what came in: the old application's ids are kept."""

    def setUp(self):
        with connection.cursor() as cursor:
            cursor.execute(OLD)

    def run_command(self, name, **options):
        out = StringIO()
        try:
            with transaction.atomic():
                call_command(name, stdout=out, **options)
        except CommandError as error:
            return out.getvalue(), str(error)
        return out.getvalue(), None

    def test_a_schema_that_is_not_there(self):
        self.assertIn('nowhere', self.run_command('primeinv_check', schema='nowhere')[1])

    def test_a_load_before_the_decision_changes_nothing(self):
        out, error = self.run_command('primeinv_check')
        self.assertRegex(out, r'(?m)^error +batch_quantity_negative +1 ')
        self.assertIn('stop the load', error)
        self.assertIn('decided', self.run_command('primeinv_load')[1])
        self.assertFalse(Variation.objects.filter(pk=7001).exists())

    def test_moving_in(self):
        call('import_decide', problem='batch_quantity_negative', action='zero')
        out, error = self.run_command('primeinv_load', dry_run=True)
        self.assertIsNone(error)
        self.assertFalse(Variation.objects.filter(pk=7001).exists())
        self.assertEqual(self.run_command('primeinv_load'), (out, None))
        self.assertRegex(out, r'(?m)^batch +3 +3 +0$')
        self.assertEqual(self.run_command('primeinv_compare'), ('no differences\n', None))
        self.assertEqual(get_available_stock(7001, 7000), 20)
        self.assertEqual([(batch.batch_number, taken) for batch, taken in deduct_stock(7001, 3, 7000)], [('A', 3)])
        out, error = self.run_command('primeinv_compare')
        self.assertRegex(out, r'7000 +7001 .* 20(\.0+)? +17')
        self.assertEqual(error, '1 differences')
        self.assertEqual(call('check_promises'), [])
