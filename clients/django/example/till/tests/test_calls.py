"""call(): every function, every kind of result, every SQLSTATE."""
import threading
from datetime import date, timedelta
from decimal import Decimal

import primeinv_django
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DatabaseError, IntegrityError, InternalError, OperationalError, ProgrammingError, connection, transaction
from django.test import TestCase
from primeinv_django import ERRORS, call, scope, sqlstate_of, translated
from primeinv_django.calls import _statement
from primeinv_django.models import Batch, Customer, Sale, StockMovement, Tenant, Variation
from primeinv_django.signatures import SIGNATURES, VERSION
from primeinv_django.testing import PrimeinvTransactionTestCase, role

from .shop import Shop


class CallTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.shop = Shop()
        cls.batch_id = cls.shop.add(20, 'RICE-A', date(2099, 2, 15))

    def test_every_function_is_the_servers_with_these_parameters(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'primeinv'")
            self.assertEqual(cursor.fetchone(), (VERSION,))
            for name, forms in SIGNATURES.items():
                for form in forms:
                    self.assertFalse({'using', 'savepoint', 'function'} & set(form['parameters']), name)
                    sql, values = _statement(name, form, dict.fromkeys(form['parameters']))
                    if form['kind'] == 'function':
                        cursor.execute(f'PREPARE p AS {sql}', values)
                        cursor.execute('DEALLOCATE p')

    def test_a_value_rows_a_row_and_nothing(self):
        self.assertIs(type(self.batch_id), int)
        self.assertEqual(call('get_available_stock', variation_id=self.shop.rice, outlet_id=self.shop.outlet.pk), Decimal('20.000'))
        rows = call('deduct_stock', variation_id=self.shop.rice, quantity=Decimal('1.5'), outlet_id=self.shop.outlet)
        self.assertEqual(rows, [{'batch_id': self.batch_id, 'batch': 'RICE-A', 'quantity': Decimal('1.5'), 'expiry': date(2099, 2, 15),
                                 'cost': Decimal('5')}])
        allowed = call('can_purchase', customer_id=self.shop.customer, amount=1)
        self.assertIs(allowed['allowed'], False)
        batches = call('get_fifo_batches', variation_id=self.shop.rice, outlet_id=self.shop.outlet)
        self.assertEqual(batches, [Batch.objects.get(pk=self.batch_id)])
        self.assertEqual(batches[0].variation.product.name, 'Rice')
        self.assertIsNone(call('set_batch_status', batch_id=batches[0], status='hold', reason='looks odd'))
        self.assertEqual(call('check_promises'), [])
        self.assertIsNone(call('reconcile', outlet_id=self.shop.outlet))

    def test_json_goes_in_and_comes_out(self):
        sale = call('checkout', outlet_id=self.shop.outlet, items=[{'variation_id': self.shop.rice, 'quantity': Decimal('2.5')}],
                    payments=[{'method': 'CASH', 'amount': 50}])
        self.assertIsInstance(sale, Sale)
        self.assertEqual((sale.status, sale.total_amount), ('COMPLETED', Decimal('24.75')))
        done = call('deduct_stock', request={'variation_id': self.shop.rice.pk, 'quantity': '0.5', 'outlet_id': self.shop.outlet.pk})
        self.assertEqual(done, {'success': True, 'deductions': [{'batch': 'RICE-A', 'quantity': Decimal('0.5'), 'expiry': '2099-02-15'}]})

    def test_a_parameter_whose_name_is_a_word_of_pythons(self):
        rows = call('abc_class', from_=date(2026, 1, 1), to=date(2026, 1, 31), outlet_id=self.shop.outlet)
        self.assertEqual([row['variation'] for row in rows], ['5kg Bag'])

    def test_arrays_and_intervals(self):
        rows = call('deduct_stock_bulk', outlet_id=self.shop.outlet, variation_ids=[self.shop.rice, self.shop.rice.pk], quantities=[1, '0.5'])
        self.assertEqual([row['quantity'] for row in rows], [1, Decimal('0.5')])
        held = call('reserve_stock', variation_id=self.shop.rice, quantity=1, outlet_id=self.shop.outlet, cart_session_id='c',
                    expires_in=timedelta(minutes=5))
        self.assertIsNone(call('release_reservation', reservation_id=held))

    def test_an_id_never_means_the_form_for_text(self):
        take = call('create_stock_take', outlet_id=self.shop.outlet, items=[{'variation_id': self.shop.rice, 'counted_quantity': 19}])
        call('complete_stock_take', stock_take_id=take)
        self.assertEqual(call('reconcile_stock_take', stock_take_id=take), 1)

    def test_what_is_not_there_is_a_type_error(self):
        with self.assertRaisesRegex(TypeError, r'no function steal_stock'):
            call('steal_stock')
        with self.assertRaisesRegex(TypeError, r'does not take \(variation\); it is get_available_stock\(variation_id, outlet_id\)'):
            call('get_available_stock', variation=1)
        with self.assertRaises(TypeError):
            call('get_available_stock', variation_id=1)

    def test_a_failure_within_a_transaction_leaves_it_usable(self):
        with transaction.atomic():
            with self.assertRaises(primeinv_django.InsufficientStock):
                call('deduct_stock', variation_id=self.shop.rice, quantity=1000, outlet_id=self.shop.outlet)
            call('deduct_stock', variation_id=self.shop.rice, quantity=1, outlet_id=self.shop.outlet)
        self.assertEqual(self.shop.available(), 19)

    def test_without_a_savepoint_a_failure_ends_the_transaction(self):
        with self.assertRaises(transaction.TransactionManagementError):
            with transaction.atomic():
                with self.assertRaises(primeinv_django.InsufficientStock):
                    call('deduct_stock', variation_id=self.shop.rice, quantity=1000, outlet_id=self.shop.outlet, savepoint=False)
                call('deduct_stock', variation_id=self.shop.rice, quantity=1, outlet_id=self.shop.outlet)

    def test_the_same_request_id_again_is_the_same_result(self):
        first, second = (self.shop.add(5, 'RICE-B', request_id='django-1') for _ in range(2))
        self.assertEqual(first, second)
        self.assertEqual(self.shop.available(), 25)


class ErrorTest(TestCase):
    """Each SQLSTATE of errors() is provoked and comes as its class. Conflicts and deadlocks need two connections: ConflictTest."""

    @classmethod
    def setUpTestData(cls):
        cls.shop = Shop()
        cls.shop.add(20, 'RICE-A')

    def deduct(self, **options):
        return call('deduct_stock', **{'variation_id': self.shop.rice, 'quantity': 1, 'outlet_id': self.shop.outlet, **options})

    def provoke_PI001(self):
        call('deduct_stock_bulk', outlet_id=self.shop.outlet, variation_ids=[self.shop.rice], quantities=['1000.5'])

    def provoke_PI002(self):
        held = call('reserve_stock', variation_id=self.shop.rice, quantity=1, outlet_id=self.shop.outlet, cart_session_id='c')
        call('release_reservation', reservation_id=held)
        call('commit_reservation', reservation_id=held)

    def provoke_PI003(self):
        call('checkout', outlet_id=self.shop.outlet, items=[{'variation_id': self.shop.rice, 'quantity': 1}], customer_id=self.shop.customer)

    def provoke_PI004(self):
        self.deduct(request_id='once')
        self.deduct(request_id='once', quantity=2)

    def provoke_PI005(self):
        with translated(), transaction.atomic():
            StockMovement._base_manager.update(reason='mine')

    def provoke_PI006(self):
        batch = self.shop.add(1, 'HELD')
        call('set_batch_status', batch_id=batch, status='hold', reason='odd')
        self.deduct(batch_id=batch)

    def provoke_22023(self):
        self.deduct(quantity=-1)

    def provoke_23505(self):
        with translated(), transaction.atomic():
            Variation.objects.create(tenant=self.shop.tenant, product=self.shop.product, name='a', sku='S')
            Variation.objects.create(tenant=self.shop.tenant, product=self.shop.product, name='b', sku='S')

    def provoke_23514(self):
        with translated(), transaction.atomic():
            Customer.objects.create(tenant=self.shop.tenant, name='x', customer_type='FRIEND')

    def provoke_42501(self):
        with role('shop_reader'):
            self.deduct()

    def provoke_55000(self):
        sale = call('create_sale', outlet_id=self.shop.outlet)
        call('cancel_sale', sale_id=sale)
        call('complete_sale', sale_id=sale)

    def provoke_P0002(self):
        self.deduct(variation_id=self.shop.tea)

    def raised(self, sqlstate):
        with self.assertRaises(ERRORS[sqlstate]) as raised:
            getattr(self, f'provoke_{sqlstate}')()
        self.assertEqual(sqlstate_of(raised.exception), sqlstate)
        self.assertTrue(raised.exception.message)
        return raised.exception

    def test_every_sqlstate_is_its_class(self):
        with connection.cursor() as cursor:
            cursor.execute('SELECT sqlstate, name, detail IS NOT NULL FROM primeinv.errors()')
            errors = cursor.fetchall()
        self.assertEqual({state: name for state, name, _ in errors}, {state: kind.__name__ for state, kind in ERRORS.items()})
        for state, name, has_detail in errors:
            with self.subTest(state):
                if state not in ('40001', '40P01', '25006'):
                    error = self.raised(state)
                    self.assertEqual(bool(error.data), has_detail)
                    self.assertIsInstance(error, DatabaseError)

    def test_details(self):
        short = self.raised('PI001')
        self.assertEqual([(line['line'], line['requested'], line['available']) for line in short.lines], [(1, Decimal('1000.5'), 20)])
        self.assertIn('explain_deduction', short.hint)
        self.assertEqual((self.raised('PI002').why, self.raised('PI003').why, self.raised('PI006').why), ('resolved', 'over_limit', 'held'))
        self.assertEqual(self.raised('PI004').function, 'deduct_stock')
        self.assertEqual(self.raised('PI005').table, 'stock_movement')

    def test_they_are_also_what_code_of_python_and_django_expects(self):
        self.assertIsInstance(self.raised('PI001'), ValueError)
        self.assertIsInstance(self.raised('22023'), ValueError)
        self.assertIsInstance(self.raised('P0002'), ObjectDoesNotExist)
        self.assertIsInstance(self.raised('42501'), PermissionDenied)
        self.assertIsInstance(self.raised('23505'), IntegrityError)

    def test_a_wrong_state_is_no_outage(self):
        error = self.raised('55000')
        self.assertNotIsInstance(error, OperationalError)  # psycopg2's class for it, which retry layers take for a server that is down
        self.assertIsInstance(error.__cause__, OperationalError)
        self.assertIsInstance(self.raised('PI001').__cause__, (InternalError, ProgrammingError))  # psycopg 2, 3

    def test_what_is_not_ours_stays_what_it_is(self):
        with self.assertRaises(DatabaseError) as raised, translated(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute('SELECT 1/0')
        self.assertNotIsInstance(raised.exception, primeinv_django.PrimeinvError)

    def test_a_read_only_transaction(self):
        with self.assertRaises(primeinv_django.ReadOnly), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute('SET TRANSACTION READ ONLY')
            self.deduct(savepoint=False)


class ConflictTest(PrimeinvTransactionTestCase):
    def setUp(self):
        self.assertEqual((Tenant.objects.count(), Batch.objects.count()), (0, 0))  # whichever of these ran before
        self.shop = Shop()
        self.shop.add(20, 'RICE-A')

    def deduct(self, quantity=1):
        return call('deduct_stock', variation_id=self.shop.rice, quantity=quantity, outlet_id=self.shop.outlet)

    def elsewhere(self, work):
        """Runs work in a thread, which has a connection of its own."""
        raised = []

        def run():
            try:
                work()
            except Exception as error:
                raised.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread, raised

    def test_conflict(self):
        with self.assertRaises(primeinv_django.Conflict) as raised, transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
            self.shop.available()
            thread, failed = self.elsewhere(self.deduct)
            thread.join()
            self.assertEqual(failed, [])
            self.deduct()
        self.assertIsInstance(raised.exception, OperationalError)  # retry layers may repeat it

    def test_deadlock(self):
        def lock(first, second, mine, other):
            with translated(), transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL deadlock_timeout = '50ms'")
                list(Customer.objects.select_for_update().filter(name=first))
                mine.set()
                other.wait()
                list(Customer.objects.select_for_update().filter(name=second))

        for name in ('a', 'b'):
            Customer.objects.create(tenant=self.shop.tenant, name=name)
        here, there = threading.Event(), threading.Event()
        thread, failed = self.elsewhere(lambda: lock('b', 'a', there, here))
        try:
            lock('a', 'b', here, there)
        except primeinv_django.Deadlock as error:
            failed.append(error)
        thread.join()
        self.assertEqual([type(error) for error in failed], [primeinv_django.Deadlock])

    def test_two_want_the_last_one(self):
        self.deduct(19)
        barrier, raised = threading.Barrier(2), []

        def sell():
            barrier.wait()
            self.deduct()

        for thread, errors in [self.elsewhere(sell) for _ in range(2)]:
            thread.join()
            raised += errors
        self.assertEqual([type(error) for error in raised], [primeinv_django.InsufficientStock])
        self.assertEqual(self.shop.available(), 0)
        self.assertEqual(call('check_promises'), [])

    def test_a_scope_ends_with_its_transaction(self):
        with scope(tenant=self.shop.tenant, actor='mary'):
            pass
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('primeinv.tenant', true), current_setting('primeinv.actor', true)")
            self.assertEqual([value or '' for value in cursor.fetchone()], ['', ''])
