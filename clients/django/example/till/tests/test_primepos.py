"""The drop-in for the back end's stock_helpers: signatures, results and errors as its guide and its callers have them."""
import threading
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import TestCase, override_settings
from primeinv_django import BadArgument, InsufficientStock, ReservationResolved, call, scope
from primeinv_django.compat import primepos
from primeinv_django.compat.primepos import (
    InsufficientStockError, StockBatch, add_stock, adjust_stock, commit_reservation, deduct_stock, get_available_stock,
    get_batch_for_sale, get_expiring_soon, get_fifo_batches, get_sellable_stock, get_stock_valuation, mark_expired_batches, rebuild_stock_state, release_expired_reservations,
    release_reservation, reserve_stock, restore_stock_for_refund,
)
from primeinv_django.models import Batch, LocationStock, StockMovement, Variation
from primeinv_django.testing import PrimeinvTransactionTestCase, role

from .shop import Shop


TODAY = datetime.now(ZoneInfo('Europe/Paris')).date()  # once: a test may run across midnight


def in_days(days):
    return TODAY + timedelta(days=days)


class StockHelpersTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.shop = Shop()
        cls.variation, cls.outlet, cls.user = cls.shop.rice, cls.shop.outlet, cls.shop.mary
        for number, days, quantity, cost in (('BATCH-001', 10, 20, 5), ('BATCH-002', 30, 30, '5.50'), ('BATCH-003', -5, 15, '4.50'),
                                             ('BATCH-004', 50, 40, '5.75')):
            cls.shop.add(quantity, number, in_days(days), cost_price=cost)

    def quantity(self, number):
        return Batch.objects.get(batch_number=number).quantity

    def movements(self, **options):
        return StockMovement.objects.filter(**options)

    # get_available_stock, get_fifo_batches, get_batch_for_sale

    def test_what_is_available_excludes_expired(self):
        self.assertEqual(get_available_stock(self.variation, self.outlet), 90)
        self.assertIs(type(get_available_stock(self.variation, self.outlet)), int)
        self.assertEqual(get_available_stock(self.variation, self.shop.back_room), 0)
        self.assertEqual(get_sellable_stock(self.variation, self.outlet), 90)

    def test_fifo_batches_are_a_queryset_in_order(self):
        batches = get_fifo_batches(self.variation, self.outlet)
        self.assertEqual(batches.count(), 3)
        self.assertEqual([batch.batch_number for batch in batches], ['BATCH-001', 'BATCH-002', 'BATCH-004'])
        self.assertEqual(list(batches)[0].variation.product.name, 'Rice')
        self.assertNotIn(Batch.objects.get(batch_number='BATCH-003'), batches)
        self.assertEqual(batches.filter(quantity__gt=25).first().batch_number, 'BATCH-002')

    def test_batch_for_sale(self):
        self.assertEqual(get_batch_for_sale(self.variation, self.outlet, 10).batch_number, 'BATCH-001')
        self.assertIsNone(get_batch_for_sale(self.variation, self.outlet, 1000))

    # deduct_stock

    def test_deduct_by_the_guide(self):
        """deduct_stock(variation, quantity, outlet, movement_type, reason, reference_id, user): a list of dicts."""
        deductions = deduct_stock(self.variation, 35, self.outlet, 'sale', 'Large order', 'SALE-2', self.user)
        self.assertEqual([dict(d) for d in deductions], [
            {'batch': 'BATCH-001', 'quantity': 20, 'expiry': in_days(10), 'cost': Decimal('5')},
            {'batch': 'BATCH-002', 'quantity': 15, 'expiry': in_days(30), 'cost': Decimal('5.5')}])
        self.assertEqual(deductions[0]['batch'], 'BATCH-001')
        self.assertEqual([(m.reason, m.actor, m.movement_type) for m in self.movements(reference_id='SALE-2')], [('Large order', 'mary', 'sale')] * 2)

    def test_deduct_by_the_application(self):
        """deduct_stock(variation, outlet, quantity, user, reference_id, reason): a list of pairs."""
        deductions = deduct_stock(self.variation, self.outlet, 75, self.user, 'SALE-3', 'Very large order')
        self.assertEqual([(batch.batch_number, quantity) for batch, quantity in deductions],
                         [('BATCH-001', 20), ('BATCH-002', 30), ('BATCH-004', 25)])
        self.assertIs(type(deductions[0][1]), int)
        self.assertEqual(deductions[1][0].quantity, 0)
        self.assertEqual(self.movements(reference_id='SALE-3', actor='mary').count(), 3)

    def test_deduct_by_names(self):
        for deductions in (
            deduct_stock(variation=self.variation, outlet=self.outlet, quantity=1, user=self.user, reference_id='a', reason='b'),
            deduct_stock(variation=self.variation, quantity=1, outlet=self.outlet, movement_type='sale', reason='Test sale', user=self.user),
            deduct_stock(product=self.variation, outlet=self.outlet, quantity=1),
            deduct_stock(product=self.shop.product, outlet=self.outlet, quantity=1),
            deduct_stock(self.variation.pk, self.outlet.pk, quantity=1),
            deduct_stock(self.variation.pk, 1, self.outlet.pk),
        ):
            self.assertEqual([(d[0].batch_number, d[1]) for d in deductions], [('BATCH-001', 1)])
        self.assertEqual(get_available_stock(self.variation, self.outlet), 84)

    def test_deduct_takes_other_types_with_a_reason_of_their_own(self):
        deduct_stock(self.variation, 1, self.outlet, 'damage', reference_id='D-1')
        self.assertEqual([m.reason for m in self.movements(movement_type='damage')], ['Damage D-1'])

    def test_too_little_is_a_value_error_that_names_it(self):
        for arguments in ((self.variation, self.outlet, 1000, self.user, 'FAIL'), (self.variation, 1000, self.outlet, 'sale', 'too much')):
            with self.assertRaises(ValueError) as raised:
                deduct_stock(*arguments)
            self.assertIsInstance(raised.exception, (InsufficientStockError, InsufficientStock))
            self.assertEqual(str(raised.exception), 'Insufficient stock for "Rice - 5kg Bag" at "Main Store". Available: 90, Requested: 1000')
            self.assertEqual(raised.exception.lines[0]['available'], 90)
        self.assertEqual(self.quantity('BATCH-001'), 20)
        self.assertEqual(self.movements(reference_id='FAIL').count(), 0)

    def test_a_failure_leaves_the_callers_transaction_usable(self):
        with transaction.atomic():
            deduct_stock(self.variation, self.outlet, 5, self.user, 'ok')
            with self.assertRaises(ValueError):
                deduct_stock(self.variation, self.outlet, 1000, self.user, 'fails')
            deduct_stock(self.variation, self.outlet, 5, self.user, 'ok')
        self.assertEqual(get_available_stock(self.variation, self.outlet), 80)

    def test_bad_arguments(self):
        with self.assertRaises(TypeError):
            deduct_stock(self.variation, self.outlet)
        with self.assertRaises(TypeError):
            deduct_stock(self.variation, self.outlet, 1, quantity=2)
        with self.assertRaises(TypeError):
            deduct_stock(self.variation, self.outlet, 1, colour='red')
        with self.assertRaises(TypeError):
            deduct_stock(*range(8))
        for quantity in (0, -5, Decimal('0.0001')):
            with self.assertRaises(ValueError):
                deduct_stock(self.variation, self.outlet, quantity, self.user, 'x')

    def test_a_deduction_leaves_location_stock_in_step(self):
        deduct_stock(self.variation, self.outlet, 10, self.user, 'SYNC')
        self.assertEqual(LocationStock.objects.get(variation=self.variation, outlet=self.outlet).quantity, 95)  # with the expired 15
        self.assertEqual(rebuild_stock_state(self.variation, self.outlet, user=self.user)['quantity'], 80)

    # add_stock

    def test_add_makes_a_batch(self):
        batch = add_stock(variation=self.variation, outlet=self.outlet, quantity=50, batch_number='BATCH-NEW', expiry_date=in_days(60),
                          cost_price=Decimal('6.00'), user=self.user, reason='New stock arrival')
        self.assertEqual((batch.batch_number, batch.quantity, batch.expiry_date, batch.cost_price), ('BATCH-NEW', 50, in_days(60), 6))
        movement = self.movements(batch=batch).get()
        self.assertEqual((movement.movement_type, movement.quantity, movement.actor, movement.reason), ('purchase', 50, 'mary', 'New stock arrival'))

    def test_add_to_a_known_batch(self):
        known = Batch.objects.get(batch_number='BATCH-001')
        batch = add_stock(self.variation, self.outlet, 25, 'BATCH-001', known.expiry_date, user=self.user)
        self.assertEqual((batch.pk, batch.quantity), (known.pk, 45))
        with self.assertRaises(BadArgument):
            add_stock(self.variation, self.outlet, 25, 'BATCH-001', in_days(11))

    def test_add_a_fraction_as_it_is_written(self):
        self.assertEqual(add_stock(self.variation, self.outlet, 0.1, 'F').quantity, Decimal('0.1'))
        self.assertEqual(get_available_stock(self.variation, self.outlet), Decimal('90.1'))

    # adjust_stock

    def test_adjust_up(self):
        batch = adjust_stock(variation=self.variation, outlet=self.outlet, new_quantity=140, user=self.user, reason='overage found')
        self.assertEqual(batch.quantity, 50)
        self.assertEqual(get_available_stock(self.variation, self.outlet), 140)
        self.assertEqual(self.movements(batch=batch).get().movement_type, 'adjustment')

    def test_adjust_down(self):
        self.assertIsNone(adjust_stock(self.variation, self.outlet, 70, self.user, 'shortage found'))
        self.assertEqual(get_available_stock(self.variation, self.outlet), 70)
        self.assertEqual((self.quantity('BATCH-001'), self.quantity('BATCH-003')), (0, 15))
        self.assertIsNone(adjust_stock(self.variation, self.outlet, 0, self.user, ''))
        self.assertEqual(get_available_stock(self.variation, self.outlet), 0)

    def test_adjust_to_what_it_is(self):
        before = self.movements().count()
        self.assertIsNone(adjust_stock(self.variation, self.outlet, 90, self.user))
        self.assertEqual(self.movements().count(), before)

    # expiry

    def test_expired_batches_are_written_off(self):
        self.assertEqual(mark_expired_batches(variation=self.variation, outlet=self.outlet), 1)
        movement = self.movements(movement_type='expiry').get()
        self.assertEqual((movement.batch.batch_number, movement.quantity, movement.batch.quantity), ('BATCH-003', -15, 0))
        self.assertEqual(mark_expired_batches(), 0)

    def test_expiring_soon(self):
        soon = get_expiring_soon(days=15, variation=self.variation, outlet=self.outlet)
        self.assertEqual((soon.count(), soon.first().batch_number), (1, 'BATCH-001'))
        self.assertEqual([b.batch_number for b in get_expiring_soon(40)], ['BATCH-001', 'BATCH-002'])
        self.assertEqual(get_expiring_soon(outlet=self.shop.back_room).count(), 0)

    # valuation, refunds

    def test_valuation(self):
        value = get_stock_valuation(self.variation, self.outlet)
        self.assertEqual((value['quantity'], value['value'], value['unit_cost'], len(value['batches'])), (90, Decimal('495.00'), Decimal('5.50'), 3))
        empty = get_stock_valuation(self.variation, self.shop.back_room)
        self.assertEqual((empty['quantity'], empty['value'], empty['unit_cost'], empty['batches']), (0, 0, 5, []))

    def test_goods_come_back_without_a_sale(self):
        batch = restore_stock_for_refund(self.variation, self.outlet, 3, self.user, 'R-1')
        self.assertEqual((batch.batch_number, batch.quantity), ('BATCH-004', 43))
        self.assertEqual(self.movements(movement_type='return').get().reference_id, 'R-1')
        self.assertEqual(restore_stock_for_refund(self.variation, self.shop.back_room, 3, self.user, 'R-2').batch_number, 'RET-R-2')

    # reservations

    def test_reserve_and_commit(self):
        held = reserve_stock(self.variation, 30, self.outlet, 'cart-1', user=self.user)
        self.assertEqual((held.status, held.quantity, held.actor), ('ACTIVE', 30, 'mary'))
        self.assertEqual(get_available_stock(self.variation, self.outlet), 60)
        with self.assertRaises(InsufficientStockError):
            deduct_stock(self.variation, 61, self.outlet)
        self.assertEqual([d['quantity'] for d in commit_reservation(held, reference_id='ORDER-1')], [20, 10])
        with self.assertRaises(ReservationResolved):
            commit_reservation(held)

    def test_reserve_and_release(self):
        held = reserve_stock(variation=self.variation, outlet=self.outlet, quantity=30, cart_session_id='cart-1', expires_in=5)
        self.assertLess(held.expires_at - held.created_at, timedelta(minutes=6))
        release_reservation(held.pk)
        self.assertEqual(get_available_stock(self.variation, self.outlet), 90)
        self.assertEqual(release_expired_reservations(), 0)
        with self.assertRaises(InsufficientStockError):
            reserve_stock(self.variation, 91, self.outlet, 'cart-2')

    # whose

    def test_objects_of_the_applications_own(self):
        class ItemVariation:
            pk = primeinv_id = self.variation.pk

        class OwnOutlet:
            pk, primeinv_id = 999_999, self.outlet.pk

        self.assertEqual(get_available_stock(ItemVariation(), OwnOutlet()), 90)
        self.assertEqual(deduct_stock(ItemVariation(), 5, OwnOutlet())[0][1], 5)

    def test_ids_by_a_function_of_the_settings(self):
        class Unit:
            product, pk = 'rice', 5

        ids = {'rice': self.variation.pk, 'main': self.outlet.pk}
        with override_settings(PRIMEINV={'PRIMEPOS_ID': lambda thing: ids[getattr(thing, 'product', thing)]}):
            self.assertEqual(get_available_stock(unit=Unit(), outlet='main'), 90)
            self.assertEqual(get_available_stock(self.variation, self.outlet), 90)

    def test_batches_know_what_the_applications_know(self):
        expired = StockBatch.objects.get(batch_number='BATCH-003')
        batch = get_fifo_batches(self.variation, self.outlet).first()
        self.assertEqual((batch.is_expired(), batch.sellable_quantity()), (False, 20))
        self.assertEqual((batch.product, batch.created_at), (self.shop.product, batch.received_at))
        self.assertEqual((expired.is_expired(), expired.sellable_quantity()), (True, 0))
        call('set_batch_status', batch_id=batch, status='hold', reason='odd')
        batch.refresh_from_db()
        self.assertEqual((batch.sellable_quantity(), add_stock(self.variation, self.outlet, 1, 'NEVER').is_expired()), (0, False))

    def test_a_batch_that_is_created_is_received(self):
        batch = StockBatch.objects.create(tenant=self.shop.tenant, variation=self.variation, outlet=self.outlet, batch_number='BATCH-005',
                                          expiry_date=in_days(60), quantity=7, cost_price=Decimal('5.00'))
        self.assertEqual((batch.quantity, self.movements(batch=batch).get().movement_type), (7, 'opening'))
        self.assertEqual(get_available_stock(self.variation, self.outlet), 97)

    def test_a_batch_that_is_saved_is_adjusted(self):
        batch, stale = (StockBatch.objects.get(batch_number='BATCH-001') for _ in range(2))
        batch.quantity -= 5
        batch.save(update_fields=['quantity'])
        batch.save()
        stale.quantity -= 3  # of 20, which it is no more: the difference is booked, not the total
        stale.save()
        self.assertEqual([m.quantity for m in self.movements(batch=batch, movement_type='adjustment').order_by('id')], [-5, -3])
        self.assertEqual((stale.quantity, self.quantity('BATCH-001')), (12, 12))
        stale.batch_number = 'OTHER'
        with self.assertRaises(TypeError):
            stale.save()
        batch.refresh_from_db()
        batch.quantity = -1
        with self.assertRaises(ValueError):
            batch.save()

    def test_a_product_with_two_variations_stands_for_none(self):
        Variation.objects.create(tenant=self.shop.tenant, product=self.shop.product, name='1kg Bag')
        with self.assertRaisesRegex(ValueError, 'several variations'):
            get_available_stock(self.shop.product, self.outlet)

    def test_without_a_user_the_scopes_actor_holds(self):
        with scope(actor='night job'):
            deduct_stock(self.variation, 1, self.outlet, reference_id='N')
            deduct_stock(self.variation, 1, self.outlet, reference_id='N', user=User(username='john'))
            deduct_stock(self.variation, 1, self.outlet, reference_id='N')
        self.assertEqual([m.actor for m in self.movements(reference_id='N').order_by('id')], ['night job', 'john', 'night job'])

    def test_as_the_role_of_the_application(self):
        with role('shop_app'):
            deduct_stock(self.variation, 1, self.outlet)
            add_stock(self.variation, self.outlet, 1, 'BATCH-X', date(2099, 1, 1))
            held = reserve_stock(self.variation, 1, self.outlet, 'c')
            release_reservation(held)

    def test_nothing_is_exported_that_is_not_there(self):
        for name in primepos.__all__:
            self.assertTrue(callable(getattr(primepos, name)))

    def tearDown(self):
        self.assertEqual(call('check_promises'), [])


class StockHelpersConcurrencyTest(PrimeinvTransactionTestCase):
    def test_many_at_once_sell_what_is_there_and_adjust_is_exact(self):
        shop = Shop()
        shop.add(40, 'A')
        sold, adjusted = [], []

        def sell():
            try:
                for _ in range(15):
                    try:
                        sold.append(deduct_stock(shop.rice, 1, shop.outlet)[0][1])
                    except ValueError:
                        pass
            finally:
                connection.close()

        threads = [threading.Thread(target=sell) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((sum(sold), shop.available()), (40, 0))

        shop.add(40, 'B')
        seller = threading.Thread(target=sell)
        seller.start()
        for target in (100, 50, 100):
            with transaction.atomic():
                adjust_stock(shop.rice, shop.outlet, target, reason='counted')
                adjusted.append((get_available_stock(shop.rice, shop.outlet), target))
        seller.join()
        self.assertTrue(all(got == target for got, target in adjusted), adjusted)
        self.assertEqual(call('check_promises'), [])
