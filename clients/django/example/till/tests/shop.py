"""What the tests start from: two tenants, a few goods, and the roles of the application."""
from django.contrib.auth.models import User
from django.db import connection
from primeinv_django import call
from primeinv_django.models import Customer, Outlet, Product, Tenant, Variation

ROLES = {'shop_app': 'app', 'shop_manager': 'manager', 'shop_reader': 'reader'}


def make_roles():
    """Roles are the server's, not the database's, so they may be there from before."""
    with connection.cursor() as cursor:
        for role in ROLES:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE ROLE {role}')
            cursor.execute(f'GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}')
            cursor.execute(f'GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}')


class Shop:
    def __init__(self):
        make_roles()
        self.tenant = Tenant.objects.create(name='Corner Grocers')
        self.rival = Tenant.objects.create(name='Somebody Else')
        self.outlet = Outlet.objects.create(tenant=self.tenant, name='Main Store', time_zone='Europe/Paris')
        self.back_room = Outlet.objects.create(tenant=self.tenant, name='Back Room')
        self.elsewhere = Outlet.objects.create(tenant=self.rival, name='Elsewhere')
        self.product = Product.objects.create(tenant=self.tenant, name='Rice')
        self.rice = Variation.objects.create(tenant=self.tenant, product=self.product, name='5kg Bag', price='9.90', cost=5)
        tea = Product.objects.create(tenant=self.rival, name='Tea')
        self.tea = Variation.objects.create(tenant=self.rival, product=tea, name='Box', price=3)
        self.customer = Customer.objects.create(tenant=self.tenant, name='Chez Paul')
        for role, level in ROLES.items():
            for tenant in (self.tenant, self.rival):
                call('grant_tenant', role_name=role, tenant_id=tenant, level=level)
        self.mary = User.objects.create_user('mary', password='pw')

    def add(self, quantity, number, expiry=None, **options):
        return call('add_stock', variation_id=self.rice, quantity=quantity, outlet_id=self.outlet, batch_number=number, expiry_date=expiry,
                    **options)

    def available(self):
        return call('get_available_stock', variation_id=self.rice, outlet_id=self.outlet)
