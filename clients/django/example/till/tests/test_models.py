"""The generated models: every one can be read, and the catalogue can be written as far as the role may."""
from decimal import Decimal

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import TestCase
from primeinv_django import BadArgument, CheckFailed, NotAllowed, call, choices, translated
from primeinv_django.models import Batch, BatchStatus, Customer, Product, Sale, StockLevel, Variation
from primeinv_django.testing import role

from .shop import Shop


class ModelTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.shop = Shop()
        cls.shop.add(20, 'RICE-A')
        cls.shop.add(5, 'RICE-B')
        cls.sale = call('checkout', outlet_id=cls.shop.outlet, items=[{'variation_id': cls.shop.rice, 'quantity': 2}],
                        payments=[{'method': 'CARD', 'amount': '19.80'}])

    def test_every_model_is_a_relation_with_these_columns(self):
        models = list(apps.get_app_config('primeinv').get_models())
        with connection.cursor() as cursor:
            cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'primeinv'")
            relations = {f'"primeinv"."{name}"' for name, in cursor.fetchall()}
        self.assertEqual({model._meta.db_table for model in models}, relations)
        for model in models:
            with self.subTest(model.__name__):
                self.assertFalse(model._meta.managed)
                for row in model.objects.all()[:3]:
                    str(row)
                with connection.cursor() as cursor:
                    cursor.execute(f'SELECT * FROM {model._meta.db_table} LIMIT 0')
                    self.assertEqual([column[0] for column in cursor.description], [f.column for f in model._meta.concrete_fields])

    def test_relations_are_followed(self):
        item = Sale.objects.get(pk=self.sale.pk).saleitem_set.select_related('variation__product').get()
        self.assertEqual(item.variation.product.name, 'Rice')
        self.assertEqual(Batch.objects.filter(outlet__name='Main Store', tenant=self.shop.tenant).count(), 2)

    def test_states_are_choices(self):
        self.assertEqual(self.sale.status, choices.SaleStatus.COMPLETED)
        self.assertEqual(self.sale.get_status_display(), 'Completed')
        self.assertEqual(choices.BatchStatus.values, ['available', 'hold', 'quarantine', 'recalled'])
        with self.assertRaises(ValidationError):
            Customer(tenant=self.shop.tenant, name='x', customer_type='FRIEND').full_clean()

    def test_what_functions_write_is_not_saved(self):
        batch = Batch.objects.first()
        for attempt in (batch.save, batch.delete, Batch.objects.all().delete, lambda: Batch.objects.update(quantity=9),
                        lambda: Batch.objects.create(quantity=1), StockLevel.objects.first().save, self.shop.rice.delete,
                        Product.objects.all().delete):
            with self.assertRaises(TypeError):
                attempt()

    def test_rows_of_a_view_are_rows(self):
        first, second = BatchStatus.objects.order_by('batch_number')
        self.assertEqual([first.batch_number, second.batch_number], ['RICE-A', 'RICE-B'])
        levels = StockLevel.objects.filter(on_hand__gt=0)
        self.assertEqual(len({*levels, *levels}), len(levels))
        self.assertEqual(levels.get(variation_id=self.shop.rice.pk).available, Decimal('23.000'))

    def test_an_application_writes_the_catalogue(self):
        with role('shop_app'):
            customer = Customer.objects.create(tenant=self.shop.tenant, name='Anna', phone='1')
            customer.name = 'Anne'
            customer.save()
            customer = Customer.objects.get(pk=customer.pk)
            customer.email = 'a@example.org'
            customer.save()
            Customer.objects.bulk_create([Customer(tenant=self.shop.tenant, name=name) for name in ('b', 'c')])
            Product.objects.filter(pk=self.shop.product.pk).update(category='Dry')
            product, made = Product.objects.get_or_create(tenant=self.shop.tenant, name='Beans')
        customer.refresh_from_db()
        self.assertEqual((customer.name, customer.email, customer.credit_limit), ('Anne', 'a@example.org', 0))
        Customer.objects.filter(pk=customer.pk).update(credit_limit=77)
        customer.refresh_from_db()
        some = Customer.objects.only('name').get(pk=customer.pk)
        with role('shop_app'):
            customer.save()  # the limit was read, not changed
            some.name = 'Annie'
            some.save()
            Customer.objects.defer('credit_limit').get(pk=customer.pk).save()
        self.assertEqual(customer.customer_type, choices.CustomerCustomerType.RETAIL)
        self.assertTrue(made)

    def test_credit_is_a_managers(self):
        with role('shop_app'), self.assertRaises(NotAllowed), translated():
            customer = Customer.objects.get(pk=self.shop.customer.pk)
            customer.credit_limit = 500
            customer.save()

    def test_a_manager_sets_it(self):
        with role('shop_manager'):
            customer = Customer.objects.get(pk=self.shop.customer.pk)
            customer.credit_limit = 500
            customer.save()
            customer.credit_limit = 0
            customer.save()
            customer.credit_limit = 250
            customer.save()
            anna = Customer.objects.create(tenant=self.shop.tenant, name='Anna', credit_limit=100)
        customer.refresh_from_db()
        anna.refresh_from_db()
        self.assertEqual((customer.credit_limit, anna.credit_limit), (250, 100))

    def test_a_balance_is_nobodys(self):
        customer = Customer.objects.get(pk=self.shop.customer.pk)
        customer.outstanding_balance = 99
        customer.save()
        customer.refresh_from_db()
        self.assertEqual(customer.outstanding_balance, 0)

    def test_numbers_are_not_rounded_on_the_way(self):
        with self.assertRaises(BadArgument), translated(), transaction.atomic():
            Customer.objects.create(tenant=self.shop.tenant, name='x', credit_limit=Decimal('10.123456'))
        with self.assertRaises(CheckFailed), translated():
            Variation.objects.create(tenant=self.shop.tenant, product=self.shop.product, name='x', price=Decimal('-1'))

    def test_rows_of_other_tenants_are_not_there(self):
        with role('shop_app'), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('primeinv.tenant', %s, true)", [str(self.shop.tenant.pk)])
            self.assertFalse(Variation.objects.filter(pk=self.shop.tea.pk).exists())
            self.assertTrue(Variation.objects.filter(pk=self.shop.rice.pk).exists())
