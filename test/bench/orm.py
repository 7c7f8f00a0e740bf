"""Stock deduction and checkout as a web framework's ORM does them, and checkout by our function through the same driver:
orm.py deduct|checkout|checkout_by_function SECONDS SKUS; prints calls a second."""
import json
import random
import sys
import time
from datetime import date
from decimal import Decimal
from os import environ

import django
from django.conf import settings

settings.configure(DATABASES={'default': {
    'ENGINE': 'django.db.backends.postgresql', 'NAME': environ['PGDATABASE'], 'USER': environ['PGUSER'],
    'HOST': environ['PGHOST'], 'OPTIONS': {'options': '-c search_path=bench_orm,primeinv'}}}, USE_TZ=True)
django.setup()

from django.db import connection, models, transaction  # noqa: E402
from django.db.models import F, Q, Sum  # noqa: E402
from django.utils import timezone  # noqa: E402


def number(**options):
    return models.DecimalField(max_digits=18, decimal_places=3, **options)


def money(**options):
    return models.DecimalField(max_digits=18, decimal_places=4, **options)


class Table(models.Model):
    tenant_id = models.BigIntegerField(default=1)
    id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True
        app_label = 'bench'
        managed = False


class Batch(Table):
    variation_id = models.BigIntegerField()
    outlet_id = models.BigIntegerField()
    batch_number = models.TextField()
    expiry_date = models.DateField(null=True)
    quantity = number()
    cost_price = money()
    status = models.TextField()
    received_at = models.DateTimeField()

    class Meta(Table.Meta):
        db_table = 'batch'


class Location(Table):
    variation_id = models.BigIntegerField()
    outlet_id = models.BigIntegerField()
    quantity = number()

    class Meta(Table.Meta):
        db_table = 'location_stock'


class Movement(Table):
    created_at = models.DateTimeField(auto_now_add=True)
    variation_id = models.BigIntegerField()
    outlet_id = models.BigIntegerField()
    batch = models.ForeignKey(Batch, models.PROTECT)
    movement_type = models.TextField()
    quantity = number()
    balance_after = number()
    unit_cost = money()
    reference_id = models.TextField(null=True)
    actor = models.TextField(default='till')
    db_role = models.TextField(default='till')
    sale_item_id = models.BigIntegerField(null=True)

    class Meta(Table.Meta):
        db_table = 'stock_movement'


class Product(Table):
    name = models.TextField()

    class Meta(Table.Meta):
        db_table = 'product'


class Variation(Table):
    product = models.ForeignKey(Product, models.PROTECT)
    name = models.TextField()
    sku = models.TextField(null=True)
    price = money()
    tax_rate = models.DecimalField(max_digits=7, decimal_places=4)

    class Meta(Table.Meta):
        db_table = 'variation'


class Sale(Table):
    outlet_id = models.BigIntegerField()
    receipt_number = models.TextField(null=True)
    status = models.TextField(default='DRAFT')
    payment_type = models.TextField(null=True)
    subtotal = money(default=0)
    tax_amount = money(default=0)
    total_amount = money(default=0)
    amount_paid = money(default=0)
    actor = models.TextField(default='till')
    completed_at = models.DateTimeField(null=True)
    completed_on = models.DateField(null=True)

    class Meta(Table.Meta):
        db_table = 'sale'


class SaleItem(Table):
    sale = models.ForeignKey(Sale, models.PROTECT)
    variation_id = models.BigIntegerField()
    quantity = number()
    base_quantity = number()
    list_price = money()
    unit_price = money()
    tax_rate = models.DecimalField(max_digits=7, decimal_places=4)
    subtotal = money()
    tax_amount = money()
    total_price = money()
    unit_cost = money(null=True)
    product_name = models.TextField()
    product_sku = models.TextField(null=True)

    class Meta(Table.Meta):
        db_table = 'sale_item'


class Payment(Table):
    sale = models.ForeignKey(Sale, models.PROTECT)
    method = models.TextField()
    amount = money()
    actor = models.TextField(default='till')

    class Meta(Table.Meta):
        db_table = 'payment'


class Counter(Table):
    outlet_id = models.BigIntegerField()
    day = models.DateField()
    last = models.BigIntegerField()

    class Meta(Table.Meta):
        db_table = 'receipt_counter'


@transaction.atomic
def deduct(variation_id, wanted, outlet_id, reference_id='till', sale_item_id=None):
    remaining = wanted
    cost = Decimal(0)
    batches = Batch.objects.select_for_update().filter(
        Q(expiry_date__isnull=True) | Q(expiry_date__gt=date.today()),
        variation_id=variation_id, outlet_id=outlet_id, status='available', quantity__gt=0,
    ).order_by(F('expiry_date').asc(nulls_last=True), 'received_at', 'id')
    for batch in batches:
        take = min(batch.quantity, remaining)
        batch.quantity -= take
        batch.save()
        Movement.objects.create(
            variation_id=variation_id, outlet_id=outlet_id, batch=batch, movement_type='sale', quantity=-take,
            balance_after=batch.quantity, unit_cost=batch.cost_price, reference_id=reference_id,
            sale_item_id=sale_item_id)
        cost += take * batch.cost_price
        remaining -= take
        if not remaining:
            break
    if remaining:
        raise ValueError('insufficient stock')
    location = Location.objects.select_for_update().get(outlet_id=outlet_id, variation_id=variation_id)
    location.quantity = Batch.objects.filter(
        outlet_id=outlet_id, variation_id=variation_id).aggregate(total=Sum('quantity'))['total']
    location.save()
    return cost


@transaction.atomic
def checkout(lines, paid, outlet_id):
    variations = Variation.objects.select_related('product').in_bulk([variation_id for variation_id, _ in lines])
    sale = Sale.objects.create(outlet_id=outlet_id)
    for variation_id, quantity in sorted(lines):
        variation = variations[variation_id]
        subtotal = quantity * variation.price
        tax = (subtotal * variation.tax_rate / 100).quantize(Decimal('0.01'))
        item = SaleItem.objects.create(
            sale=sale, variation_id=variation_id, quantity=quantity, base_quantity=quantity, list_price=variation.price,
            unit_price=variation.price, tax_rate=variation.tax_rate, subtotal=subtotal, tax_amount=tax,
            total_price=subtotal + tax, product_name=variation.product.name, product_sku=variation.sku)
        item.unit_cost = deduct(variation_id, quantity, outlet_id, str(sale.id), item.id) / quantity
        item.save(update_fields=['unit_cost'])
        sale.subtotal += subtotal
        sale.tax_amount += tax
    sale.total_amount = sale.subtotal + sale.tax_amount
    Payment.objects.create(sale=sale, method='CASH', amount=paid)
    counter, created = Counter.objects.select_for_update().get_or_create(
        outlet_id=outlet_id, day=date.today(), defaults={'last': 1})
    if not created:
        counter.last += 1
        counter.save()
    sale.receipt_number = f'{outlet_id}-{counter.day:%Y%m%d}-{counter.last:06}'
    sale.status, sale.payment_type, sale.amount_paid = 'COMPLETED', 'CASH', paid
    sale.completed_at, sale.completed_on = timezone.now(), counter.day
    sale.save()


def checkout_by_function(lines, paid, outlet_id):
    items = [{'variation_id': variation_id, 'quantity': str(quantity)} for variation_id, quantity in lines]
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT id, receipt_number FROM primeinv.checkout(%s, %s, %s)',
            [outlet_id, json.dumps(items), json.dumps([{'method': 'CASH', 'amount': str(paid)}])])
        cursor.fetchone()


def basket(skus):
    return [(variation_id, Decimal(1)) for variation_id in random.sample(range(1, skus + 1), 10)]


def main():
    job, seconds, skus = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    work = {
        'deduct': lambda: deduct(random.randint(1, skus), Decimal(1), 1),
        'checkout': lambda: checkout(basket(skus), Decimal(25), 1),
        'checkout_by_function': lambda: checkout_by_function(basket(skus), Decimal(25), 1),
    }[job]
    work()
    calls, started = 0, time.monotonic()
    while time.monotonic() - started < seconds:
        work()
        calls += 1
    print(round(calls / (time.monotonic() - started), 2))


main()
