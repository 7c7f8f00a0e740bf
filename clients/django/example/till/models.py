from django.conf import settings
from django.db import models


class Membership(models.Model):
    """Whose user somebody is."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
    tenant = models.ForeignKey('primeinv.Tenant', models.DO_NOTHING, db_constraint=False)


class Order(models.Model):
    """What the shop's own pages keep of a sale: a table of Django's that refers to one of primeinv's."""

    sale = models.OneToOneField('primeinv.Sale', models.DO_NOTHING, db_constraint=False, related_name='order')
    note = models.CharField(max_length=200)
