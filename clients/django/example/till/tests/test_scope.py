"""scope() and the middleware."""
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory, TestCase, override_settings
from primeinv_django import InsufficientStock, NotAllowed, NotFound, call, scope
from primeinv_django.middleware import ScopeMiddleware
from primeinv_django.models import AuditLog, StockMovement, Tenant
from primeinv_django.testing import role

from .shop import Shop


def settings_of_session():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('primeinv.tenant', true), current_setting('primeinv.actor', true)")
        return tuple(value or '' for value in cursor.fetchone())


class ScopeTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.shop = Shop()
        cls.shop.add(20, 'RICE-A')

    def deduct(self, **options):
        return call('deduct_stock', **{'variation_id': self.shop.rice, 'quantity': 1, 'outlet_id': self.shop.outlet, **options})

    def last_actor(self):
        return StockMovement.objects.latest('id').actor

    def test_tenant_and_actor(self):
        with scope(tenant=self.shop.tenant, actor=self.shop.mary), role('shop_app'):
            self.deduct()
            self.assertEqual([tenant.name for tenant in Tenant.objects.all()], ['Corner Grocers'])
            with self.assertRaises((NotAllowed, NotFound)):
                self.deduct(variation_id=self.shop.tea, outlet_id=self.shop.elsewhere)
        self.assertEqual(self.last_actor(), 'mary')

    def test_an_inner_scope_puts_back_what_was(self):
        with scope(tenant=self.shop.tenant, actor='mary'):
            with scope(actor='john'):
                self.assertEqual(settings_of_session(), (str(self.shop.tenant.pk), 'john'))
            self.assertEqual(settings_of_session(), (str(self.shop.tenant.pk), 'mary'))
            with self.assertRaises(InsufficientStock), scope(tenant=self.shop.rival, actor='john'):
                self.deduct(quantity=1000)
            self.assertEqual(settings_of_session(), (str(self.shop.tenant.pk), 'mary'))
        self.assertEqual(settings_of_session(), ('', ''))

    def test_a_decorator(self):
        @scope(actor='night job')
        def job():
            self.deduct()

        job()
        job()
        self.assertEqual(self.last_actor(), 'night job')

    def test_a_scope_that_fails_leaves_nothing(self):
        with self.assertRaises(ZeroDivisionError), scope(tenant=self.shop.tenant):
            self.deduct()
            1 / 0
        self.assertEqual(self.shop.available(), 20)

    def test_settings_are_data(self):
        with scope(actor="o'brien; DROP TABLE x"):
            self.deduct()
        self.assertEqual(self.last_actor(), "o'brien; DROP TABLE x")


@override_settings(PRIMEINV={'TENANT': lambda request: request.tenant})
class MiddlewareTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.shop = Shop()
        cls.shop.add(20, 'RICE-A')

    def run_view(self, view, tenant=None, user=None, fails=False):
        request = RequestFactory().get('/', REMOTE_ADDR='192.0.2.7', HTTP_USER_AGENT='till 3')
        request.tenant, request.user = tenant, user or self.shop.mary
        middleware = ScopeMiddleware(lambda request: view())

        def converting():  # as Django does around each view
            try:
                return view()
            except Exception as error:
                middleware.process_exception(request, error)
                return HttpResponse(status=500)

        middleware.get_response = lambda request: converting()
        with role('shop_app'):
            return middleware(request)

    def sell(self):
        call('deduct_stock', variation_id=self.shop.rice, quantity=1, outlet_id=self.shop.outlet)
        return HttpResponse()

    def test_tenant_actor_address_and_agent(self):
        def view():
            call('log_event', tenant_id=self.shop.tenant, event_type='till.opened')
            return self.sell()

        self.assertEqual(self.run_view(view, self.shop.tenant).status_code, 200)
        event = AuditLog.objects.get(event_type='till.opened')
        self.assertEqual((event.actor, event.ip_address, event.user_agent), ('mary', '192.0.2.7', 'till 3'))
        self.assertEqual(self.shop.available(), 19)

    def test_an_exception_rolls_back_though_a_response_is_returned(self):
        def view():
            self.sell()
            raise RuntimeError

        self.assertEqual(self.run_view(view, self.shop.tenant).status_code, 500)
        self.assertEqual(self.shop.available(), 20)

    def test_no_tenant_sees_nothing_and_may_do_nothing(self):
        def view():
            self.assertEqual(list(Tenant.objects.all()), [])
            with self.assertRaises((NotAllowed, NotFound)):
                self.sell()
            return HttpResponse()

        self.assertEqual(self.run_view(view, None).status_code, 200)

    @override_settings(PRIMEINV={})
    def test_it_must_know_the_tenant(self):
        with self.assertRaises(ImproperlyConfigured):
            ScopeMiddleware(None)
