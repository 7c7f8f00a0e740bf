"""The example's pages, as the role of the application."""
import json

from django.test import TestCase
from primeinv_django import call
from primeinv_django.models import Sale
from primeinv_django.testing import role
from till.models import Membership, Order

from .shop import Shop


class TillTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.shop = Shop()
        cls.shop.add(20, 'RICE-A')
        Membership.objects.create(user=cls.shop.mary, tenant=cls.shop.tenant)

    def setUp(self):
        self.client.force_login(self.shop.mary)

    def sell(self, quantity=2, key=None, **options):
        body = {'outlet_id': self.shop.outlet.pk, 'items': [{'variation_id': self.shop.rice.pk, 'quantity': quantity}],
                'payments': [{'method': 'CASH', 'amount': 100}], **options}
        headers = {'HTTP_IDEMPOTENCY_KEY': key} if key else {}
        with role('shop_app'):
            return self.client.post('/sell/', json.dumps(body), content_type='application/json', **headers)

    def test_a_sale_and_what_is_left(self):
        answer = self.sell(note='for Anna')
        self.assertEqual(answer.status_code, 201)
        self.assertEqual(answer.json()['total'], '19.80')
        with role('shop_app'):
            stock = self.client.get(f'/stock/{self.shop.outlet.pk}/').json()['stock']
            orders = self.client.get('/orders/').json()['orders']
        self.assertEqual(stock, [{'variation_id': self.shop.rice.pk, 'product': 'Rice', 'variation': '5kg Bag', 'available': '18.000'}])
        self.assertEqual(orders, [{'receipt': answer.json()['receipt'], 'note': 'for Anna'}])
        self.assertEqual(Sale.objects.get().actor, 'mary')

    def test_too_much_names_the_lines(self):
        answer = self.sell(quantity=50)
        self.assertEqual(answer.status_code, 409)
        self.assertEqual([(line['line'], line['requested'], line['available']) for line in answer.json()['lines']], [(1, 50, 20)])
        self.assertEqual(Order.objects.count(), 0)

    def test_a_retry_sells_once(self):
        self.assertEqual(self.sell(key='k1').json(), self.sell(key='k1').json())
        self.assertEqual((Sale.objects.count(), Order.objects.count(), self.shop.available()), (1, 1, 18))

    def test_credit(self):
        answer = self.sell(payments=None, customer_id=self.shop.customer.pk)
        self.assertEqual((answer.status_code, answer.json()['why']), (403, 'over_limit'))

    def test_a_stranger_sees_nothing_and_sells_nothing(self):
        self.client.logout()
        with role('shop_app'):
            self.assertEqual(self.client.get(f'/stock/{self.shop.outlet.pk}/').json(), {'stock': []})
        self.assertIn(self.sell().status_code, (403, 404))  # NotAllowed is a PermissionDenied
        self.assertEqual(self.shop.available(), 20)

    def test_promises(self):
        self.sell()
        self.assertEqual(call('check_promises'), [])
