"""Stock deduction and checkout as a web framework's ORM does them: orm.py deduct|checkout SECONDS SKUS; prints calls a second."""
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

from django.db import models, transaction  # noqa: E402
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

    class Meta(Table.Meta):
        db_table = 'stock_movement'


@transaction.atomic
def deduct(variation_id, wanted, outlet_id, reference_id='till'):
    remaining = wanted
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
            balance_after=batch.quantity, unit_cost=batch.cost_price, reference_id=reference_id)
        remaining -= take
        if not remaining:
            break
    if remaining:
        raise ValueError('insufficient stock')
    location = Location.objects.select_for_update().get(outlet_id=outlet_id, variation_id=variation_id)
    location.quantity = Batch.objects.filter(
        outlet_id=outlet_id, variation_id=variation_id).aggregate(total=Sum('quantity'))['total']
    location.save()


def main():
    job, seconds, skus = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    work = {
        'deduct': lambda: deduct(random.randint(1, skus), Decimal(1), 1),
    }[job]
    work()
    calls, started = 0, time.monotonic()
    while time.monotonic() - started < seconds:
        work()
        calls += 1
    print(round(calls / (time.monotonic() - started), 2))


main()
