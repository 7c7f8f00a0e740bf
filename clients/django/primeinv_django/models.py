# Made by `make docs` from primeinv.api(); do not edit.
"""Tables and views of primeinv, unmanaged: the extension makes them. Keys are not checked by Django's constraints, and nothing
cascades: the database sees to both."""
from django.db import models

from . import choices
from .records import Catalogue, ExactDecimalField, Record, View


class AuditLog(Record):
    """Who did what and when: written once by the function or trigger that does the thing, never changed (PI005). Holds no
    personal data of customers."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant whom it concerns.')
    id = models.BigAutoField(primary_key=True)
    event_type = models.TextField(
        editable=False,
        help_text='What happened, such as sale.completed or refund.processed; an application adds its own with log_event().')
    sale_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The sale, if one.')
    sale_item_id = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='The line of the sale, if one; it may have been removed since.')
    customer_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The customer, if one.')
    payment_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The payment, if one.')
    refund_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The refund, if one.')
    actor = models.TextField(
        editable=False,
        help_text='Who did it, as the caller said, else primeinv.actor, else the database role.')
    db_role = models.TextField(editable=False, help_text='The database role that did it.')
    ip_address = models.GenericIPAddressField(
        null=True, blank=True, editable=False,
        help_text='primeinv.client_ip if it is an address, else the connection\'s; null for a local socket.')
    user_agent = models.TextField(null=True, blank=True, editable=False, help_text='primeinv.user_agent, else application_name.')
    event_data = models.JSONField(
        null=True, blank=True, editable=False,
        help_text='The figures; of a customer\'s row only the names of the columns that changed.')
    description = models.TextField(null=True, blank=True, editable=False, help_text='The event for a person, or the reason given.')
    created_at = models.DateTimeField(editable=False, help_text='When, by the clock.')

    class Meta:
        managed = False
        db_table = '"primeinv"."audit_log"'
        verbose_name = 'audit log'
        verbose_name_plural = 'audit log'


class Batch(Record):
    """A lot of one variation at one outlet. Changed by functions only; an owner's UPDATE of a quantity is journaled as an
    adjustment."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant that owns the goods.')
    id = models.BigAutoField(primary_key=True)
    variation = models.ForeignKey(
        'Variation', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='What it is a batch of; never changes (55000).')
    outlet = models.ForeignKey(
        'Outlet', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='Where it lies; never changes (55000).')
    batch_number = models.TextField(editable=False, help_text='The lot number; unique per outlet and variation.')
    expiry_date = models.DateField(
        null=True, blank=True, editable=False,
        help_text='First day on which it is not sold any more, by the outlet\'s calendar; null: never expires.')
    quantity = ExactDecimalField(
        max_digits=15, decimal_places=3, editable=False,
        help_text='Base units left, expired and held ones included; equals the sum of the batch\'s movements.')
    cost_price = ExactDecimalField(
        max_digits=15, decimal_places=4, default=0, editable=False,
        help_text='Cost of a base unit, averaged over the receipts into the batch.')
    status = models.TextField(
        choices=choices.BatchStatus.choices, default='available', editable=False,
        help_text='available, hold, quarantine or recalled; only available stock is sold.')
    received_at = models.DateTimeField(editable=False, help_text='When it came in; decides between batches of one expiry date.')
    is_open = models.BooleanField(editable=False, help_text='Whether anything is left.')
    external_id = models.TextField(
        null=True, blank=True, editable=False,
        help_text='The id that another system has for it, unique per tenant; set by the owner.')
    created_at = models.DateTimeField(editable=False, help_text='When the row was made; written by the database.')
    updated_at = models.DateTimeField(editable=False, help_text='When it was last changed; written by the database.')
    price = ExactDecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Price of a base unit that is sold from this batch, such as of short-dated goods; null: as the catalogue says.')

    class Meta:
        managed = False
        db_table = '"primeinv"."batch"'
        verbose_name = 'batch'
        verbose_name_plural = 'batch'

    def __str__(self):
        return str(self.batch_number)


class BatchLedger(View):
    """What the ledger says of each batch, and the first movement whose balance does not follow from the one before. Reads the
    whole ledger unless a batch is named."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant that owns the goods.')
    batch_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The batch.')
    quantity = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Sum of its movements, in base units.')
    first_movement_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The oldest of its movements.')
    last_movement_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The newest of its movements.')
    broken_movement_id = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='The first whose balance_after is not the balance before it and its quantity, since the batch was last rebuilt; null: the ledger is whole.')
    moved_movement_id = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='The first that names another outlet or variation than the batch\'s first; null: none does.')
    outlet_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The outlet that its movements name.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The variation that its movements name.')

    class Meta:
        managed = False
        db_table = '"primeinv"."batch_ledger"'
        verbose_name = 'batch ledger'
        verbose_name_plural = 'batch ledger'


class BatchRebuild(Record):
    """Batches that rebuild_batches() set to what their movements add up to. The movements' balances carry on from there."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant that owns the goods.')
    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey('Batch', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The batch.')
    movement_id = models.BigIntegerField(editable=False, help_text='Its newest movement then; 0: it had none.')
    quantity = ExactDecimalField(
        max_digits=15, decimal_places=3, editable=False,
        help_text='Base units that its movements added up to, and that it was set to.')
    created_at = models.DateTimeField(editable=False, help_text='When.')

    class Meta:
        managed = False
        db_table = '"primeinv"."batch_rebuild"'
        verbose_name = 'batch rebuild'
        verbose_name_plural = 'batch rebuild'


class BatchStatus(View):
    """Batches with stock left, and how near they are to their expiry."""

    batch_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The batch.')
    outlet_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Where it lies.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='What it is a batch of.')
    batch_number = models.TextField(null=True, blank=True, editable=False, help_text='The lot number.')
    expiry_date = models.DateField(
        null=True, blank=True, editable=False,
        help_text='First day on which it is not sold any more; null: never expires.')
    days_to_expiry = models.IntegerField(
        null=True, blank=True, editable=False,
        help_text='Days from the outlet\'s today to that date; 0 or less: expired.')
    quantity = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, editable=False,
        help_text='Base units left.')
    cost_price = ExactDecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Cost of a base unit.')
    value = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='quantity times cost_price, rounded to the tenant\'s decimals.')
    status = models.TextField(
        choices=choices.BatchStatus.choices, null=True, blank=True, editable=False,
        help_text='available, hold, quarantine or recalled.')
    level = models.TextField(
        null=True, blank=True, editable=False,
        help_text='expired; critical: within the tenant\'s critical_days (7 unless set); warning: within its warning_days (30); ok.')
    colour = models.TextField(
        null=True, blank=True, editable=False,
        help_text='The level as a screen would show it: black, red, yellow, green.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='The outlet\'s name.')
    product = models.TextField(null=True, blank=True, editable=False, help_text='The product\'s name.')
    variation = models.TextField(null=True, blank=True, editable=False, help_text='The variation\'s name.')
    received_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When it came in.')
    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    sellable_quantity = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units of it that may be sold: all of an available batch that has not expired, else 0; some may be reserved.')
    price = ExactDecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Price of a base unit sold from it, set by set_batch_price(); null: the catalogue\'s.')

    class Meta:
        managed = False
        db_table = '"primeinv"."batch_status"'
        verbose_name = 'batch status'
        verbose_name_plural = 'batch status'

    def __str__(self):
        return str(self.batch_number)


class CogsByBatch(View):
    """What was sold of each batch, what it had cost and what it brought in, net of what came back from sales. A row per batch
    that was sold from."""

    batch_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The batch.')
    outlet_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The outlet.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The variation.')
    product = models.TextField(null=True, blank=True, editable=False, help_text='Name of its product.')
    variation = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    batch_number = models.TextField(null=True, blank=True, editable=False, help_text='The lot number.')
    expiry_date = models.DateField(null=True, blank=True, editable=False, help_text='Its expiry date; null: never expires.')
    units_sold = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units sold, less those that came back from a refund or a voided sale.')
    cost_of_goods_sold = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Their cost as it was when they were sold, each movement rounded to the tenant\'s decimals.')
    revenue = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Their share of what the sales\' lines charged, after discounts and before tax, rounded once a batch, so that the batches of a line may make a cent more or less than it; null where no sale told a price.')
    gross_profit = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='revenue less cost_of_goods_sold; means little where units_without_price is not 0.')
    units_without_price = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Of the units sold, those taken by deduct_stock or a committed reservation, which name no price.')
    currency = models.TextField(null=True, blank=True, editable=False, help_text='Of the amounts.')
    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')

    class Meta:
        managed = False
        db_table = '"primeinv"."cogs_by_batch"'
        verbose_name = 'cogs by batch'
        verbose_name_plural = 'cogs by batch'

    def __str__(self):
        return str(self.batch_number)


class CountAccuracy(View):
    """How often the books were right, by stock take."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet that was counted.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    stock_take_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The stock take.')
    operating_date = models.DateField(null=True, blank=True, editable=False, help_text='The outlet\'s date when it began.')
    lines = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Lines counted.')
    lines_without_variance = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Those among them where the count was what was expected.')
    accuracy = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The latter in percent of the former.')

    class Meta:
        managed = False
        db_table = '"primeinv"."count_accuracy"'
        verbose_name = 'count accuracy'
        verbose_name_plural = 'count accuracy'


class CountVarianceTrend(View):
    """What completed and reconciled stock takes found, by outlet and day."""

    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet that was counted.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    day = models.DateField(null=True, blank=True, editable=False, help_text='The outlet\'s date when the stock takes began.')
    stock_takes = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Stock takes of that day.')
    lines = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Their lines.')
    lines_with_variance = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Those among them where the count was not what was expected.')
    accuracy = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Lines without a variance, in percent.')
    positive_variance = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units found beyond what was expected.')
    negative_variance = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units missing; negative.')
    net_variance = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The two together.')
    value = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The variances\' value at cost, with its sign, as in stock_take_variance.')
    absolute_value = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The same without signs: what was found does not make up for what was missing.')
    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    reason = models.TextField(
        null=True, blank=True, editable=False,
        help_text='What was said of the variances: each reason once; null: nothing.')

    class Meta:
        managed = False
        db_table = '"primeinv"."count_variance_trend"'
        verbose_name = 'count variance trend'
        verbose_name_plural = 'count variance trend'


class Customer(Catalogue):
    """Who buys. A walk-in sale names none; credit needs one."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, help_text='The tenant whose customer it is.')
    id = models.BigAutoField(primary_key=True)
    name = models.TextField(help_text='Name of the person or business.')
    phone = models.TextField(null=True, blank=True, help_text='Telephone number; never copied to the audit log.')
    email = models.TextField(null=True, blank=True, help_text='E-mail address; never copied to the audit log.')
    contact_person = models.TextField(null=True, blank=True, help_text='Whom to ask for; never copied to the audit log.')
    customer_type = models.TextField(
        choices=choices.CustomerCustomerType.choices, default='RETAIL',
        help_text='RETAIL or WHOLESALE.')
    credit_limit = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, default=0,
        help_text='Most that may be due at once, in the tenant\'s currency; 0: no credit; null: no limit. Changing it needs the level manager.')
    credit_terms_days = models.IntegerField(
        default=30,
        help_text='Days from a sale to the date on which what is left of it is due.')
    credit_blocked = models.BooleanField(
        default=False,
        help_text='True: nothing more on credit. Changing it needs the level manager.')
    outstanding_balance = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='What is due on the customer\'s sales plus the customer\'s entries; written by functions only.')
    is_active = models.BooleanField(
        default=True,
        help_text='Nothing is sold on credit to an inactive customer, not even by an override.')
    external_id = models.TextField(null=True, blank=True, help_text='The application\'s own id, unique per tenant.')
    created_at = models.DateTimeField(editable=False, help_text='When the row was made; written by the database.')
    updated_at = models.DateTimeField(editable=False, help_text='When it was last changed; written by the database.')

    never_written = frozenset(['outstanding_balance', 'created_at', 'updated_at'])
    written_if_changed = frozenset(['credit_limit', 'credit_blocked'])
    given_by_database = frozenset(['created_at', 'updated_at'])

    class Meta:
        managed = False
        db_table = '"primeinv"."customer"'
        verbose_name = 'customer'
        verbose_name_plural = 'customer'

    def __str__(self):
        return str(self.name)


class CustomerCredit(View):
    """Limit, balance and what is overdue of each customer, in the tenant's currency."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    customer_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The customer.')
    name = models.TextField(null=True, blank=True, editable=False, help_text='The customer\'s name.')
    customer_type = models.TextField(
        choices=choices.CustomerCustomerType.choices, null=True, blank=True, editable=False,
        help_text='RETAIL or WHOLESALE.')
    is_active = models.BooleanField(
        null=True, blank=True, editable=False,
        help_text='Whether the customer may buy on credit at all.')
    credit_blocked = models.BooleanField(null=True, blank=True, editable=False, help_text='Whether credit is blocked.')
    credit_limit = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Most that may be due at once; null: no limit.')
    balance = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What is due on sales plus the customer\'s entries; negative: credit in hand.')
    credit_left = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='How much more the limit allows; null: no limit.')
    due_on_sales = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What is due on the customer\'s sales.')
    overdue = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What of it should have been paid by now, as get_overdue_balance().')
    oldest_due = models.DateField(
        null=True, blank=True, editable=False,
        help_text='The earliest due date of a sale with something due.')

    class Meta:
        managed = False
        db_table = '"primeinv"."customer_credit"'
        verbose_name = 'customer credit'
        verbose_name_plural = 'customer credit'

    def __str__(self):
        return str(self.name)


class CustomerEntry(Record):
    """What moved a customer's balance other than sales. Written once, never changed (PI005)."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant whose customer it is.')
    id = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey('Customer', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The customer.')
    type = models.TextField(
        choices=choices.CustomerEntryType.choices, editable=False,
        help_text='OPENING, ADJUSTMENT, PAYMENT (money taken on account), or APPLIED (credit in hand that paid for a sale, or that a refund gave).')
    amount = ExactDecimalField(
        max_digits=19, decimal_places=4, editable=False,
        help_text='What it adds to the balance; a payment\'s is negative, as is credit that a refund gave.')
    actor = models.TextField(editable=False, help_text='Who made it.')
    created_at = models.DateTimeField(editable=False, help_text='When.')
    db_role = models.TextField(editable=False, help_text='The database role that made it.')
    balance_after = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The customer\'s balance after it.')
    method = models.TextField(
        null=True, blank=True, editable=False,
        help_text='Of a PAYMENT: how it was paid, in capitals; null: taken by version 1.0.')
    reference = models.TextField(null=True, blank=True, editable=False, help_text='Of a PAYMENT: the caller\'s document.')
    payment = models.ForeignKey(
        'Payment', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='Of an APPLIED: the payment or payout by ACCOUNT that it belongs to.')
    till_session = models.ForeignKey(
        'TillSession', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='Of a PAYMENT: the till session of the actor; null: the actor had no till open.')

    class Meta:
        managed = False
        db_table = '"primeinv"."customer_entry"'
        verbose_name = 'customer entry'
        verbose_name_plural = 'customer entry'


class DailyPayments(View):
    """What should be in each till at the day's end: money taken less paid out, by outlet, its date, method and who took it."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    outlet_id = models.BigIntegerField(
        primary_key=True, editable=False,
        help_text='The outlet in whose tills the money is: of a return, the one that paid it out; null: taken on account, without a till, by a tenant of several outlets.')
    day = models.DateField(
        null=True, blank=True, editable=False,
        help_text='The outlet\'s date; of money on account without an outlet the first one\'s.')
    method = models.TextField(
        null=True, blank=True, editable=False,
        help_text='The method; ACCOUNT, which is in no till: credit in hand that was used or given.')
    actor = models.TextField(
        null=True, blank=True, editable=False,
        help_text='Who took or paid it out; a reversal counts for who took the payment.')
    amount = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Payments less payouts; a reversed payment counts off on the day of its reversal.')

    class Meta:
        managed = False
        db_table = '"primeinv"."daily_payments"'
        verbose_name = 'daily payments'
        verbose_name_plural = 'daily payments'


class DailySales(View):
    """The day's end of each outlet, by its dates, in the tenant's currency. A refund or void counts on the day on which it
    happened, and a refund at the outlet that took the goods back."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    day = models.DateField(null=True, blank=True, editable=False, help_text='The outlet\'s date.')
    sales = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Sales completed, those that were voided later, too.')
    gross = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Their amount before discounts (and before tax, unless prices contain it).')
    discount = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Their discounts.')
    tax = ExactDecimalField(max_digits=19, decimal_places=4, null=True, blank=True, editable=False, help_text='Their tax.')
    refunds = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What was refunded that day at the outlet, tax included, be it sold there or at another one.')
    voids = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What was voided or cancelled that day, tax included.')
    net = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What customers owed for the day\'s sales, tax included, less refunds and voids.')

    class Meta:
        managed = False
        db_table = '"primeinv"."daily_sales"'
        verbose_name = 'daily sales'
        verbose_name_plural = 'daily sales'


class ExpiryWaste(View):
    """What was written off because it had expired, by outlet, product and month of the outlet's calendar."""

    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    product = models.TextField(null=True, blank=True, editable=False, help_text='Name of the product, all its variations together.')
    month = models.DateField(null=True, blank=True, editable=False, help_text='First day of the month.')
    units = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units written off.')
    value = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Their cost, each movement rounded to the tenant\'s decimals.')
    share_of_purchases = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='value in percent of what was purchased of the product there in that month; null where nothing was.')
    purchased = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Cost of what was purchased of the product there in that month.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='The outlet\'s name.')
    product_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The product.')
    category = models.TextField(null=True, blank=True, editable=False, help_text='Its category.')
    currency = models.TextField(null=True, blank=True, editable=False, help_text='Of the values.')
    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')

    class Meta:
        managed = False
        db_table = '"primeinv"."expiry_waste"'
        verbose_name = 'expiry waste'
        verbose_name_plural = 'expiry waste'


class ImportDecision(Record):
    """What import_decide() was told to do about problems of old data."""

    id = models.BigAutoField(primary_key=True)
    problem = models.TextField(editable=False, help_text='The problem\'s word, of import_problems().')
    action = models.TextField(editable=False, help_text='What becomes of its rows.')
    actor = models.TextField(editable=False, help_text='Who decided.')
    db_role = models.TextField(editable=False, help_text='The database role that did.')
    decided_at = models.DateTimeField(editable=False, help_text='When.')

    class Meta:
        managed = False
        db_table = '"primeinv"."import_decision"'
        verbose_name = 'import decision'
        verbose_name_plural = 'import decision'


class ImportRefusal(Record):
    """What a shadow could not do on the other side: import_shadow() here, export_shadow() in the old tables."""

    id = models.BigAutoField(primary_key=True)
    noted_at = models.DateTimeField(editable=False, help_text='When.')
    schema_name = models.TextField(editable=False, help_text='The schema of the views.')
    direction = models.TextField(
        choices=choices.ImportRefusalDirection.choices, editable=False,
        help_text='import: from the old tables to here; export: the other way.')
    view_name = models.TextField(editable=False, help_text='batch or location.')
    key = models.TextField(null=True, blank=True, editable=False, help_text='The old row\'s key; null: it has none yet.')
    theirs = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The quantity in the old tables.')
    ours = ExactDecimalField(max_digits=19, decimal_places=4, null=True, blank=True, editable=False, help_text='The quantity here.')
    sqlstate = models.TextField(editable=False, help_text='Of the error.')
    message = models.TextField(editable=False, help_text='The error.')

    class Meta:
        managed = False
        db_table = '"primeinv"."import_refusal"'
        verbose_name = 'import refusal'
        verbose_name_plural = 'import refusal'


class JobRun(Record):
    """When each of the regular tasks last ended well on this server, whoever ran it; not dumped."""

    task = models.TextField(primary_key=True, editable=False, help_text='The task, as jobs() has it.')
    ended_at = models.DateTimeField(
        editable=False,
        help_text='When its last good run ended. A run that left out single outlets is good: an alert of kind job tells of them.')

    class Meta:
        managed = False
        db_table = '"primeinv"."job_run"'
        verbose_name = 'job run'
        verbose_name_plural = 'job run'


class LedgerSeal(Record):
    """Blocks of rows of one tenant and kind, sealed by seal_ledger(): docs/seals.md. Append-only (PI005)."""

    tenant = models.OneToOneField(
        'Tenant', models.DO_NOTHING, db_constraint=False, related_name='+', primary_key=True, editable=False,
        help_text='The tenant, whose seals are a log of their own.')
    number = models.BigIntegerField(editable=False, help_text='Place in the tenant\'s log, from 1 without gaps.')
    kind = models.TextField(
        choices=choices.LedgerSealKind.choices, editable=False,
        help_text='What is sealed: rows of stock_movement, audit_log or customer_entry, or states of a sale with its lines, payments and refunds.')
    version = models.IntegerField(editable=False, help_text='Which columns the written form of a row has.')
    sealed_at = models.DateTimeField(editable=False, help_text='When the block was sealed.')
    not_before = models.DateTimeField(
        null=True, blank=True, editable=False,
        help_text='All rows dated before it had been sealed before this block: one in it that says otherwise is back-dated. Null: nothing is known.')
    rows = models.BigIntegerField(editable=False, help_text='How many rows the block has.')
    low_id = models.BigIntegerField(editable=False, help_text='The lowest id in it.')
    high_id = models.BigIntegerField(editable=False, help_text='The highest id in it.')
    ids = models.BinaryField(editable=False, help_text='The ids behind the lowest, as differences of seven bits a byte.')
    prints = models.BinaryField(
        editable=False,
        help_text='The first 4 bytes of each row\'s digest, which name the row that was changed; of states of sales all 32.')
    root = models.BinaryField(editable=False, help_text='SHA-256 root of the tree over the rows (RFC 6962).')

    class Meta:
        managed = False
        db_table = '"primeinv"."ledger_seal"'
        verbose_name = 'ledger seal'
        verbose_name_plural = 'ledger seal'


class LocationStock(Record):
    """Stock of a variation at an outlet: the sum of its batches, kept by trigger and by the functions, and the row that they
    lock. Derived: not dumped, rebuilt as batches and reservations are loaded."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant that owns the goods.')
    id = models.BigAutoField(primary_key=True)
    variation = models.ForeignKey('Variation', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The variation.')
    outlet = models.ForeignKey('Outlet', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The outlet.')
    quantity = ExactDecimalField(
        max_digits=15, decimal_places=3, default=0, editable=False,
        help_text='On hand: base units in all batches, whatever their state.')
    sellable = ExactDecimalField(
        max_digits=15, decimal_places=3, default=0, editable=False,
        help_text='Base units in batches with status available that expire later than sellable_on, or never.')
    sellable_on = models.DateField(
        editable=False,
        help_text='The outlet\'s date for which sellable was worked out; rolled forward at every change.')
    reserved = ExactDecimalField(
        max_digits=15, decimal_places=3, default=0, editable=False,
        help_text='Base units held by active reservations that expire later than reserved_at.')
    reserved_at = models.DateTimeField(
        editable=False,
        help_text='The instant for which reserved was worked out; rolled forward at every change while something is reserved.')
    first_batch_id = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='The batch at which a sale begins to look for stock: none that it may take from comes before this one, which may be empty; null: not known.')
    first_batch_at = models.TextField(
        null=True, blank=True, editable=False,
        help_text='Where that batch\'s row lies (a version\'s ctid on its page): a hint that saves looking for it, not relied on.')

    class Meta:
        managed = False
        db_table = '"primeinv"."location_stock"'
        verbose_name = 'location stock'
        verbose_name_plural = 'location stock'


class LowStock(View):
    """What is at or below its threshold and wants ordering. What has no threshold is not here; stock_level shows it."""

    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The variation.')
    available = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units that can still be sold.')
    threshold = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, editable=False,
        help_text='The outlet\'s, else the variation\'s.')
    maximum_stock = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, editable=False,
        help_text='The outlet\'s mark for too much; null: none.')
    shortfall = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Units below the threshold; 0 at it.')
    level = models.TextField(null=True, blank=True, editable=False, help_text='out or low.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='The outlet\'s name.')
    product = models.TextField(null=True, blank=True, editable=False, help_text='The product\'s name.')
    variation = models.TextField(null=True, blank=True, editable=False, help_text='The variation\'s name.')
    sku = models.TextField(null=True, blank=True, editable=False, help_text='The variation\'s stock keeping unit.')
    to_maximum = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Units that may be ordered without going over the maximum; null: none is set.')
    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')

    class Meta:
        managed = False
        db_table = '"primeinv"."low_stock"'
        verbose_name = 'low stock'
        verbose_name_plural = 'low stock'


class MovementCompleteness(View):
    """Whether every change of a batch is in the ledger: movements against the changes that the balances prove. Reads the whole
    ledger of the outlets asked for."""

    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    batches = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Batches there, empty ones included.')
    movements = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Their movements in the ledger.')
    changes = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Changes that there must have been: the movements, and one for each gap between two balances.')
    missing = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The gaps.')
    missing_units = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units in the gaps, up and down added.')
    completeness_pct = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Movements in percent of changes, cut off after two decimals: 100.00 only if nothing is missing.')
    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')

    class Meta:
        managed = False
        db_table = '"primeinv"."movement_completeness"'
        verbose_name = 'movement completeness'
        verbose_name_plural = 'movement completeness'


class Outlet(Catalogue):
    """A shop or store room of a tenant, with its own time zone: days, expiry and receipts are its local dates."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, help_text='The tenant that the outlet belongs to.')
    id = models.BigAutoField(primary_key=True)
    name = models.TextField(help_text='Name of the shop, as in error messages and reports.')
    time_zone = models.TextField(default='UTC', help_text='IANA name from pg_timezone_names; any other is refused (22023).')
    is_active = models.BooleanField(
        default=True,
        help_text='Nothing is sold at an inactive outlet (22023); its stock is still counted.')
    external_id = models.TextField(null=True, blank=True, help_text='The application\'s own id, unique per tenant.')
    expiry_alert_days = models.IntegerField(default=30, help_text='So many days before a batch expires here there is an alert.')
    created_at = models.DateTimeField(editable=False, help_text='When the row was made; written by the database.')
    updated_at = models.DateTimeField(editable=False, help_text='When it was last changed; written by the database.')

    never_written = frozenset(['created_at', 'updated_at'])
    given_by_database = frozenset(['created_at', 'updated_at'])

    class Meta:
        managed = False
        db_table = '"primeinv"."outlet"'
        verbose_name = 'outlet'
        verbose_name_plural = 'outlet'

    def __str__(self):
        return str(self.name)


class OutletDay(Record):
    """For which day run_job('expiry_and_reconcile') has last done its work at an outlet."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant of the outlet.')
    id = models.BigAutoField(primary_key=True)
    outlet = models.ForeignKey('Outlet', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The outlet.')
    day = models.DateField(editable=False, help_text='The outlet\'s date.')

    class Meta:
        managed = False
        db_table = '"primeinv"."outlet_day"'
        verbose_name = 'outlet day'
        verbose_name_plural = 'outlet day'


class OutletReconciliation(View):
    """What each run of reconcile found at each outlet."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    run_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The run.')
    day = models.DateField(null=True, blank=True, editable=False, help_text='The outlet\'s date of the run.')
    started_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When the run began.')
    fixed = models.BooleanField(null=True, blank=True, editable=False, help_text='Whether it set location stock right.')
    checked = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Variations that it looked at.')
    variances = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Those among them whose batches, location stock and ledger were not all the same.')
    flagged = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Those among them that were off by more than the tenant\'s variance_percent.')
    units = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units by which they were off, summed without sign.')
    share = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Variances in percent of what was checked; null: nothing was.')

    class Meta:
        managed = False
        db_table = '"primeinv"."outlet_reconciliation"'
        verbose_name = 'outlet reconciliation'
        verbose_name_plural = 'outlet reconciliation'


class OutletToday(View):
    """Each outlet with today's date there."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    time_zone = models.TextField(null=True, blank=True, editable=False, help_text='Its time zone.')
    today = models.DateField(null=True, blank=True, editable=False, help_text='The date there when the statement began.')
    is_active = models.BooleanField(null=True, blank=True, editable=False, help_text='Whether it sells.')
    currency = models.TextField(null=True, blank=True, editable=False, help_text='The tenant\'s currency.')
    money_decimals = models.IntegerField(null=True, blank=True, editable=False, help_text='Decimals of money in that currency.')
    critical_days = models.IntegerField(
        null=True, blank=True, editable=False,
        help_text='The tenant\'s: days before its expiry in which a batch is critical.')
    warning_days = models.IntegerField(
        null=True, blank=True, editable=False,
        help_text='The tenant\'s: days before its expiry in which a batch is a warning.')

    class Meta:
        managed = False
        db_table = '"primeinv"."outlet_today"'
        verbose_name = 'outlet today'
        verbose_name_plural = 'outlet today'


class OutletVariation(Catalogue):
    """What an outlet sets differently for a variation; null means the variation's own."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, help_text='The tenant of both.')
    id = models.BigAutoField(primary_key=True)
    outlet = models.ForeignKey('Outlet', models.DO_NOTHING, db_constraint=False, help_text='The outlet.')
    variation = models.ForeignKey('Variation', models.DO_NOTHING, db_constraint=False, help_text='The variation.')
    low_stock_threshold = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True,
        help_text='Base units at or below which the variation is low here; null: the variation\'s.')
    maximum_stock = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True,
        help_text='Base units above which the stock here is high; null: no such mark.')
    price = ExactDecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True,
        help_text='Retail price of a base unit here; null: the variation\'s.')
    external_id = models.TextField(null=True, blank=True, help_text='The application\'s own id, unique per tenant.')
    lead_time_days = models.IntegerField(
        null=True, blank=True,
        help_text='Days from an order to its delivery here, for reorder_proposal(); null: 7.')
    pack_size = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True,
        help_text='Base units that can be ordered at once, and multiples of it; null: 1.')
    on_order = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True,
        help_text='Base units ordered and not received yet, as far as the application says so; null: none.')

    class Meta:
        managed = False
        db_table = '"primeinv"."outlet_variation"'
        verbose_name = 'outlet variation'
        verbose_name_plural = 'outlet variation'


class PastMovement(Record):
    """Movements of the system before this one, as it had them. No stock follows from them."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The tenant.')
    id = models.BigAutoField(primary_key=True)
    external_id = models.TextField(editable=False, help_text='The movement\'s key in the old system, unique per tenant.')
    created_at = models.DateTimeField(editable=False, help_text='When it happened.')
    outlet_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The outlet; null: not known here.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The variation; null: not known here.')
    batch_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The batch; null: not known here.')
    movement_type = models.TextField(editable=False, help_text='What it was, in the old system\'s word.')
    quantity = ExactDecimalField(
        max_digits=19, decimal_places=4, editable=False,
        help_text='Base units, positive in, negative out.')
    unit_cost = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Cost of a base unit; null: not said.')
    reason = models.TextField(null=True, blank=True, editable=False, help_text='Why.')
    reference_id = models.TextField(null=True, blank=True, editable=False, help_text='The document.')
    actor = models.TextField(null=True, blank=True, editable=False, help_text='Who did it.')

    class Meta:
        managed = False
        db_table = '"primeinv"."past_movement"'
        verbose_name = 'past movement'
        verbose_name_plural = 'past movement'


class PastSale(Record):
    """Sales of the system before this one, as it had them. What was still due of one is a sale here, too."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The tenant.')
    id = models.BigAutoField(primary_key=True)
    external_id = models.TextField(editable=False, help_text='The sale\'s key in the old system, unique per tenant.')
    outlet_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The outlet; null: not known here.')
    customer_id = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='The customer; null: none, or not known here.')
    receipt_number = models.TextField(null=True, blank=True, editable=False, help_text='As on the old receipt.')
    sold_at = models.DateTimeField(editable=False, help_text='When it was sold.')
    status = models.TextField(
        null=True, blank=True, editable=False,
        help_text='In the old system\'s word; due: known by its due alone.')
    payment_type = models.TextField(null=True, blank=True, editable=False, help_text='How it was paid, in the old system\'s word.')
    actor = models.TextField(null=True, blank=True, editable=False, help_text='Who sold.')
    currency = models.TextField(
        null=True, blank=True, editable=False,
        help_text='The currency of its amounts; null: the tenant\'s.')
    total_amount = ExactDecimalField(max_digits=19, decimal_places=4, editable=False, help_text='What was charged.')
    tax_amount = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The tax in it.')
    discount_amount = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The discount taken off.')
    amount_paid = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What was paid then.')
    items = models.JSONField(null=True, blank=True, editable=False, help_text='Its lines, as the old system had them.')
    sale = models.ForeignKey(
        'Sale', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The sale here that carries what was still due; null: nothing was.')

    class Meta:
        managed = False
        db_table = '"primeinv"."past_sale"'
        verbose_name = 'past sale'
        verbose_name_plural = 'past sale'

    def __str__(self):
        return str(self.receipt_number)


class Payment(Record):
    """Money that came in for a sale, or was paid out (negative)."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The tenant that sold.')
    id = models.BigAutoField(primary_key=True)
    sale = models.ForeignKey('Sale', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The sale.')
    refund = models.ForeignKey(
        'Refund', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The refund that it pays out; null: none.')
    method = models.TextField(
        editable=False,
        help_text='How: CASH, CARD or whatever the tenant calls it, in capitals; ACCOUNT draws on the customer\'s credit in hand, or gives some.')
    amount = ExactDecimalField(
        max_digits=19, decimal_places=4, editable=False,
        help_text='What counts towards the sale; negative: paid out.')
    tendered = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What the customer handed over; null: a payout.')
    change_given = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What the customer got back of it; null: a payout.')
    reference = models.TextField(
        null=True, blank=True, editable=False,
        help_text='The caller\'s document, such as a card slip\'s number.')
    status = models.TextField(
        choices=choices.PaymentStatus.choices, default='COMPLETED', editable=False,
        help_text='COMPLETED, or REVERSED: bounced, or a slip of the key.')
    actor = models.TextField(editable=False, help_text='Who took it.')
    created_at = models.DateTimeField(editable=False, help_text='When.')
    db_role = models.TextField(editable=False, help_text='The database role that took it.')
    reversed_by = models.TextField(null=True, blank=True, editable=False, help_text='Who reversed it; null: nobody.')
    reversed_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When it was reversed.')
    reversal_reason = models.TextField(null=True, blank=True, editable=False, help_text='Why it was reversed.')
    till_session = models.ForeignKey(
        'TillSession', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The till session of the actor; null: the actor had no till open.')
    outlet = models.ForeignKey(
        'Outlet', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The outlet whose money it is, where that is not the sale\'s: the one that took goods back and paid, or where the actor had a till open; null: the sale\'s.')

    class Meta:
        managed = False
        db_table = '"primeinv"."payment"'
        verbose_name = 'payment'
        verbose_name_plural = 'payment'


class PriceChange(Record):
    """Each change of a price, cost or tax rate of a variation or a unit, written by trigger, and of a batch's price, or
    correction of its cost, never changed (PI005). What a sale charged stands in its lines."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The tenant.')
    id = models.BigAutoField(primary_key=True)
    variation = models.ForeignKey('Variation', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The variation.')
    unit = models.TextField(
        null=True, blank=True, editable=False,
        help_text='The unit whose price it is; null: the variation\'s own.')
    column_name = models.TextField(
        choices=choices.PriceChangeColumnName.choices, editable=False,
        help_text='price, wholesale_price, cost or tax_rate.')
    old = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What it was; null: none.')
    new = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What it became; null: none.')
    actor = models.TextField(editable=False, help_text='Who changed it: primeinv.actor, else the database role.')
    db_role = models.TextField(editable=False, help_text='The database role that changed it.')
    changed_at = models.DateTimeField(editable=False, help_text='When.')
    batch = models.ForeignKey(
        'Batch', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The batch whose price or cost it is; null: the variation\'s or the unit\'s. A cost that receipts average anew is none of these changes: the ledger tells it.')

    class Meta:
        managed = False
        db_table = '"primeinv"."price_change"'
        verbose_name = 'price change'
        verbose_name_plural = 'price change'

    def __str__(self):
        return str(self.unit)


class Product(Catalogue):
    """What is sold, such as "Rice"; stock is kept per variation of it."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, help_text='The tenant that sells it.')
    id = models.BigAutoField(primary_key=True)
    name = models.TextField(help_text='Name of the product.')
    sku = models.TextField(null=True, blank=True, help_text='Stock keeping unit; unique per tenant unless null or empty.')
    category = models.TextField(null=True, blank=True, help_text='Group that reports sum by; free text.')
    image = models.TextField(null=True, blank=True, help_text='Address of a picture; optional.')
    is_active = models.BooleanField(
        default=True,
        help_text='No variation of an inactive product is sold (22023); they are still counted.')
    external_id = models.TextField(null=True, blank=True, help_text='The application\'s own id, unique per tenant.')
    created_at = models.DateTimeField(editable=False, help_text='When the row was made; written by the database.')
    updated_at = models.DateTimeField(editable=False, help_text='When it was last changed; written by the database.')

    never_written = frozenset(['created_at', 'updated_at'])
    given_by_database = frozenset(['created_at', 'updated_at'])

    class Meta:
        managed = False
        db_table = '"primeinv"."product"'
        verbose_name = 'product'
        verbose_name_plural = 'product'

    def __str__(self):
        return str(self.name)


class ProductAvailability(View):
    """What is sold where, in each of its units, at what price, and whether it is there: a row per active outlet, active
    variation and unit, for the level guest. No cost, no customer, no sale."""

    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The variation.')
    product = models.TextField(null=True, blank=True, editable=False, help_text='Name of its product.')
    variation = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    unit = models.TextField(null=True, blank=True, editable=False, help_text='The unit that the row is about; null: the base unit.')
    price = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Retail price of one such unit now: that of the batch that is sold next, if it has one, else list_price; null: none is set.')
    barcode = models.TextField(null=True, blank=True, editable=False, help_text='Bar code of that unit.')
    in_stock = models.BooleanField(
        null=True, blank=True, editable=False,
        help_text='Whether one such unit, or any of a base unit, can be had; true for what needs no stock.')
    available = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='How many can be had, at most 10 (10 means 10 or more): whole ones, of the base unit exactly; null for what needs no stock.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='The outlet\'s name.')
    category = models.TextField(null=True, blank=True, editable=False, help_text='The product\'s category.')
    image = models.TextField(null=True, blank=True, editable=False, help_text='Address of the product\'s picture.')
    currency = models.TextField(null=True, blank=True, editable=False, help_text='Of the price.')
    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    list_price = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Retail price of one such unit by the catalogue: its own, else the outlet\'s or the variation\'s times the unit\'s ratio.')

    class Meta:
        managed = False
        db_table = '"primeinv"."product_availability"'
        verbose_name = 'product availability'
        verbose_name_plural = 'product availability'

    def __str__(self):
        return str(self.unit)


class ReceiptCounter(Record):
    """The last receipt number of each outlet and day. Its row is locked until the sale commits, so that numbers have no gaps."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant of the outlet.')
    id = models.BigAutoField(primary_key=True)
    outlet = models.ForeignKey('Outlet', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The outlet.')
    day = models.DateField(editable=False, help_text='The outlet\'s date.')
    last = models.BigIntegerField(editable=False, help_text='The number given last.')
    began = models.BigIntegerField(
        default=0, editable=False,
        help_text='The number behind which we began: the last that an imported receipt of that day has, else 0.')

    class Meta:
        managed = False
        db_table = '"primeinv"."receipt_counter"'
        verbose_name = 'receipt counter'
        verbose_name_plural = 'receipt counter'


class ReceivablesAgeing(View):
    """What customers owe by how late it is, by the outlet's dates: a row per customer who owes something or has credit in
    hand."""

    customer_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The customer.')
    customer = models.TextField(null=True, blank=True, editable=False, help_text='The customer\'s name.')
    not_due = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Due today or later.')
    days_1_30 = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Due 1 to 30 days ago.')
    days_31_60 = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Due 31 to 60 days ago.')
    days_61_90 = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Due 61 to 90 days ago.')
    older = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Due more than 90 days ago.')
    due_on_sales = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='All of these together.')
    on_account = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What the customer\'s entries other than sales add: opening balances and adjustments; negative: credit in hand.')
    balance = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='due_on_sales and on_account: what the customer owes.')
    sales = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Sales with something due.')
    oldest_due = models.DateField(null=True, blank=True, editable=False, help_text='The earliest due date among them.')
    currency = models.TextField(null=True, blank=True, editable=False, help_text='Of the amounts.')
    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')

    class Meta:
        managed = False
        db_table = '"primeinv"."receivables_ageing"'
        verbose_name = 'receivables ageing'
        verbose_name_plural = 'receivables ageing'


class ReconciliationOutlet(Record):
    """What a run found at each outlet."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The tenant.')
    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey('ReconciliationRun', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The run.')
    outlet = models.ForeignKey('Outlet', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The outlet.')
    variations_checked = models.BigIntegerField(editable=False, help_text='Variations that it looked at there.')
    variances_found = models.BigIntegerField(editable=False, help_text='Those among them with a variance.')

    class Meta:
        managed = False
        db_table = '"primeinv"."reconciliation_outlet"'
        verbose_name = 'reconciliation outlet'
        verbose_name_plural = 'reconciliation outlet'


class ReconciliationRun(Record):
    """Each time that reconcile looked at a tenant."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The tenant.')
    id = models.BigAutoField(primary_key=True)
    outlet = models.ForeignKey(
        'Outlet', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The one outlet that was looked at; null: all.')
    started_at = models.DateTimeField(editable=False, help_text='When it began.')
    finished_at = models.DateTimeField(
        null=True, blank=True, editable=False,
        help_text='When it had compared, and fixed what it was to fix.')
    fixed = models.BooleanField(
        editable=False,
        help_text='Whether it set location stock to the batches\' total where they differed.')
    total_variations_checked = models.BigIntegerField(editable=False, help_text='Pairs of variation and outlet that it looked at.')
    variances_found = models.BigIntegerField(
        editable=False,
        help_text='Those among them whose batches, location stock and ledger were not all the same.')

    class Meta:
        managed = False
        db_table = '"primeinv"."reconciliation_run"'
        verbose_name = 'reconciliation run'
        verbose_name_plural = 'reconciliation run'


class ReconciliationVariance(Record):
    """Each variation at an outlet whose batches, location stock and ledger a run found not all the same."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The tenant.')
    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey('ReconciliationRun', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The run.')
    outlet = models.ForeignKey('Outlet', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The outlet.')
    variation = models.ForeignKey('Variation', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The variation.')
    batch_total = ExactDecimalField(max_digits=19, decimal_places=4, editable=False, help_text='Base units in its batches.')
    location_stock = ExactDecimalField(max_digits=19, decimal_places=4, editable=False, help_text='Base units by location_stock.')
    ledger_total = ExactDecimalField(max_digits=19, decimal_places=4, editable=False, help_text='Base units by its movements.')
    variance = ExactDecimalField(max_digits=19, decimal_places=4, editable=False, help_text='Batches less location stock.')
    variance_pct = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The variance in percent of location stock; null where that is 0 and the batches are not.')
    flagged = models.BooleanField(
        editable=False,
        help_text='Whether they differed by more than the tenant\'s variance_percent; that raised an alert.')

    class Meta:
        managed = False
        db_table = '"primeinv"."reconciliation_variance"'
        verbose_name = 'reconciliation variance'
        verbose_name_plural = 'reconciliation variance'


class Refund(Record):
    """Goods that came back, or are asked to, and what is given back for them."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The tenant that sold.')
    id = models.BigAutoField(primary_key=True)
    sale = models.ForeignKey('Sale', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The sale.')
    status = models.TextField(
        choices=choices.RefundStatus.choices, default='REQUESTED', editable=False,
        help_text='REQUESTED, then APPROVED or REJECTED, then PROCESSED.')
    reason = models.TextField(editable=False, help_text='Why.')
    disposition = models.TextField(
        choices=choices.RefundDisposition.choices, default='restock', editable=False,
        help_text='What becomes of the goods: restock (into their batches), quarantine or destroy.')
    amount = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='What is given back, tax included: the sum of its items.')
    method = models.TextField(
        null=True, blank=True, editable=False,
        help_text='How what was paid is paid out; null: as the sale was paid.')
    actor = models.TextField(editable=False, help_text='Who asked for it.')
    created_at = models.DateTimeField(editable=False, help_text='When.')
    db_role = models.TextField(editable=False, help_text='The database role that asked.')
    decided_by = models.TextField(null=True, blank=True, editable=False, help_text='Who approved or rejected it.')
    decided_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When.')
    decision_reason = models.TextField(null=True, blank=True, editable=False, help_text='Why it was rejected.')
    processed_by = models.TextField(null=True, blank=True, editable=False, help_text='Who took the goods back and paid.')
    processed_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When.')
    outlet = models.ForeignKey(
        'Outlet', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The outlet that took the goods back and paid, where it is not the sale\'s; null: the sale\'s.')

    class Meta:
        managed = False
        db_table = '"primeinv"."refund"'
        verbose_name = 'refund'
        verbose_name_plural = 'refund'


class RefundItem(Record):
    """How much of a sale's line a refund takes back."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The tenant that sold.')
    id = models.BigAutoField(primary_key=True)
    refund = models.ForeignKey('Refund', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The refund.')
    sale_item = models.ForeignKey('SaleItem', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The line.')
    quantity = ExactDecimalField(max_digits=15, decimal_places=3, editable=False, help_text='How many, in unit.')
    base_quantity = ExactDecimalField(max_digits=15, decimal_places=3, editable=False, help_text='The same in base units, exactly.')
    amount = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='What is given back for them, tax included.')
    unit = models.TextField(null=True, blank=True, editable=False, help_text='The unit of quantity; null: the base unit.')
    tax_amount = ExactDecimalField(max_digits=19, decimal_places=4, default=0, editable=False, help_text='The tax in amount.')

    class Meta:
        managed = False
        db_table = '"primeinv"."refund_item"'
        verbose_name = 'refund item'
        verbose_name_plural = 'refund item'

    def __str__(self):
        return str(self.unit)


class Request(Record):
    """Request ids that were used: a retry gets the first call's result and changes nothing."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant of the call.')
    id = models.BigAutoField(primary_key=True)
    function = models.TextField(editable=False, help_text='The function that was called; ids are unique per tenant and function.')
    request_id = models.TextField(editable=False, help_text='The id as the client gave it.')
    arguments = models.JSONField(
        editable=False,
        help_text='The arguments but for actor and request_id; a retry must have equal ones (PI004).')
    result = models.JSONField(
        null=True, blank=True, editable=False,
        help_text='An array of the result\'s rows, objects of their columns as texts, or of its one value.')
    created_at = models.DateTimeField(editable=False, help_text='When; kept for primeinv.request_retention days from then.')

    class Meta:
        managed = False
        db_table = '"primeinv"."request"'
        verbose_name = 'request'
        verbose_name_plural = 'request'


class Sale(Record):
    """A sale, from the cart (DRAFT) to what became of it. Amounts are in the tenant's currency and equal the sums of the
    lines."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The tenant that sells.')
    id = models.BigAutoField(primary_key=True)
    outlet = models.ForeignKey('Outlet', models.DO_NOTHING, db_constraint=False, editable=False, help_text='Where it is sold.')
    customer = models.ForeignKey(
        'Customer', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='Who buys; null: a walk-in.')
    receipt_number = models.TextField(
        null=True, blank=True, editable=False,
        help_text='Outlet, local date and a number without gaps; null until completion.')
    type = models.TextField(
        choices=choices.SaleType.choices, default='RETAIL', editable=False,
        help_text='RETAIL or WHOLESALE: which prices apply.')
    status = models.TextField(
        choices=choices.SaleStatus.choices, default='DRAFT', editable=False,
        help_text='DRAFT (the cart), PENDING (given out, nothing paid), PARTIAL (partly paid), COMPLETED (nothing due), REFUNDED (wholly), CANCELLED or VOIDED.')
    payment_type = models.TextField(
        null=True, blank=True, editable=False,
        help_text='The method of payment, MIXED (several), or CREDIT (nothing was paid at completion); null: a draft.')
    subtotal = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='Quantity times price of all lines, before discounts; contains the tax where the tenant\'s prices do.')
    discount_amount = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='All discounts, of the lines and of the sale.')
    tax_amount = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='The tax of all lines, contained in the prices or added to them.')
    total_amount = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='What the customer owes for everything: the lines\' total_price.')
    amount_paid = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='What was paid and kept: payments that were not reversed, less payouts.')
    refunded_amount = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='What came off the total by refunds and voids.')
    amount_due = ExactDecimalField(
        max_digits=19, decimal_places=4, editable=False,
        help_text='total_amount less refunded_amount less amount_paid.')
    manager_override = models.BooleanField(
        default=False, editable=False,
        help_text='Whether a manager let it pass though the customer\'s credit did not allow it.')
    override_reason = models.TextField(null=True, blank=True, editable=False, help_text='Why the manager did.')
    override_by = models.TextField(null=True, blank=True, editable=False, help_text='Who that was.')
    cart_session_id = models.TextField(
        null=True, blank=True, editable=False,
        help_text='The cart under which its holds lie, in the application\'s words.')
    actor = models.TextField(editable=False, help_text='Who made it.')
    created_at = models.DateTimeField(editable=False, help_text='When it was made.')
    completed_at = models.DateTimeField(
        null=True, blank=True, editable=False,
        help_text='When the goods were given out; null: not yet.')
    due_date = models.DateField(
        null=True, blank=True, editable=False,
        help_text='The outlet\'s date by which what was left due is to be paid; null: nothing was.')
    sale_discount = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='The discount on the sale as a whole, which the lines share.')
    hold = models.DurationField(
        null=True, blank=True, editable=False,
        help_text='For how long each change of the cart holds its stock; null: for the tenant\'s hold_minutes.')
    db_role = models.TextField(editable=False, help_text='The database role that made it.')
    completed_on = models.DateField(
        null=True, blank=True, editable=False,
        help_text='The outlet\'s date of completed_at, by its zone at that time: the day of the receipt and of the reports.')
    closed_at = models.DateTimeField(
        null=True, blank=True, editable=False,
        help_text='When it was cancelled or voided; null: neither.')
    closed_by = models.TextField(null=True, blank=True, editable=False, help_text='Who cancelled or voided it.')
    close_reason = models.TextField(null=True, blank=True, editable=False, help_text='Why it was cancelled or voided.')
    external_id = models.TextField(
        null=True, blank=True, editable=False,
        help_text='The id that another system has for it, unique per tenant; set by the owner.')
    updated_at = models.DateTimeField(editable=False, help_text='When it was last changed; written by the database.')

    class Meta:
        managed = False
        db_table = '"primeinv"."sale"'
        verbose_name = 'sale'
        verbose_name_plural = 'sale'

    def __str__(self):
        return str(self.receipt_number)


class SaleItem(Record):
    """A line of a sale. Names, rates and costs are as they were then."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The tenant that sells.')
    id = models.BigAutoField(primary_key=True)
    sale = models.ForeignKey('Sale', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The sale.')
    variation = models.ForeignKey('Variation', models.DO_NOTHING, db_constraint=False, editable=False, help_text='What is sold.')
    quantity = ExactDecimalField(max_digits=15, decimal_places=3, editable=False, help_text='How many, in the line\'s unit.')
    unit = models.TextField(null=True, blank=True, editable=False, help_text='The unit; null: the base unit.')
    base_quantity = ExactDecimalField(max_digits=15, decimal_places=3, editable=False, help_text='The same in base units, exactly.')
    list_price = ExactDecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What the price rule chose, per unit sold; null: there was no price.')
    unit_price = ExactDecimalField(
        max_digits=15, decimal_places=4, editable=False,
        help_text='What was charged per unit sold, before discounts.')
    discount_percentage = ExactDecimalField(
        max_digits=7, decimal_places=4, default=0, editable=False,
        help_text='The line\'s own discount in percent.')
    discount_amount = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='The line\'s own discount and its share of the sale\'s.')
    tax_rate = ExactDecimalField(max_digits=7, decimal_places=4, default=0, editable=False, help_text='Tax in percent.')
    tax_amount = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='The tax on the discounted amount, or contained in it.')
    total_price = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='What the line costs the customer, discounts off and tax in.')
    unit_cost = ExactDecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Cost of a base unit, averaged over the batches that served the line; null until completion.')
    product_name = models.TextField(editable=False, help_text='Names of product and variation at the time.')
    product_sku = models.TextField(
        null=True, blank=True, editable=False,
        help_text='SKU of the variation, else of the product, at the time.')
    batch = models.ForeignKey(
        'Batch', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The one batch that it is to be taken from; null: first expired, first out.')
    price_rule = models.TextField(
        choices=choices.SaleItemPriceRule.choices, default='none', editable=False,
        help_text='Which price list_price is: the variation\'s, the outlet\'s, wholesale, the unit\'s own, the unit\'s wholesale, that of the batch that it was taken from; none: there was no price.')
    price_given = models.BooleanField(
        default=False, editable=False,
        help_text='Whether the caller said unit_price; else it follows list_price while the sale is a draft.')
    subtotal = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='Quantity times unit_price, rounded, before discounts.')
    sale_discount = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='The line\'s share of the discount on the sale as a whole, part of discount_amount.')
    created_at = models.DateTimeField(editable=False, help_text='When the row was made; written by the database.')
    updated_at = models.DateTimeField(editable=False, help_text='When it was last changed; written by the database.')

    class Meta:
        managed = False
        db_table = '"primeinv"."sale_item"'
        verbose_name = 'sale item'
        verbose_name_plural = 'sale item'

    def __str__(self):
        return str(self.unit)


class SaleItemProfit(View):
    """What each line of a completed sale earned, net of refunds and voids, at the cost of the very batches that served it; of
    a draft (status DRAFT, completed_at null) what it would earn now, at the cost of the batches that would be taken."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    sale_item_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The line.')
    sale_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Its sale.')
    outlet_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Where it was sold.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='What was sold.')
    product_name = models.TextField(null=True, blank=True, editable=False, help_text='Its name at the time.')
    completed_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When it was sold; null: a draft.')
    status = models.TextField(null=True, blank=True, editable=False, help_text='The sale\'s status.')
    quantity = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units sold and not given back.')
    base_amount = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What they were sold for, after discounts and without tax.')
    gross_amount = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The same with tax.')
    unit_cost = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Cost of a base unit: the average of the batches that served what was not given back; of a draft, of those that would be taken, else the variation\'s usual cost.')
    profit_amount = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Profit on a base unit.')
    profit_margin = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Profit in percent of base_amount; null if that is 0.')
    total_profit_amount = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Profit on all of them.')

    class Meta:
        managed = False
        db_table = '"primeinv"."sale_item_profit"'
        verbose_name = 'sale item profit'
        verbose_name_plural = 'sale item profit'


class SaleLine(View):
    """Every line of every sale that was given out, voided ones too, as it was sold. Over many sales, filter by outlet_id and
    by completed_at against instants."""

    day = models.DateField(null=True, blank=True, editable=False, help_text='The outlet\'s date of the sale.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='The outlet\'s name.')
    customer = models.TextField(null=True, blank=True, editable=False, help_text='The customer\'s name; null: a walk-in.')
    receipt_number = models.TextField(null=True, blank=True, editable=False, help_text='The receipt\'s number.')
    category = models.TextField(null=True, blank=True, editable=False, help_text='The product\'s category, as it is now.')
    product = models.TextField(null=True, blank=True, editable=False, help_text='The product\'s name, as it is now.')
    variation = models.TextField(null=True, blank=True, editable=False, help_text='The variation\'s name, as it is now.')
    quantity = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, editable=False,
        help_text='Base units sold.')
    net = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What they were sold for, after discounts and without tax.')
    tax = ExactDecimalField(max_digits=19, decimal_places=4, null=True, blank=True, editable=False, help_text='The tax.')
    gross = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='net and tax: what the customer owed for the line.')
    cost = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What they had cost, by the batches that they were taken from, rounded once a line.')
    margin = ExactDecimalField(max_digits=19, decimal_places=4, null=True, blank=True, editable=False, help_text='net less cost.')
    refunded = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What of gross has been given back since, by refunds or a void.')
    refunded_quantity = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units taken back since.')
    discount = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The line\'s discount and its share of the sale\'s.')
    tax_rate = ExactDecimalField(max_digits=7, decimal_places=4, null=True, blank=True, editable=False, help_text='Tax in percent.')
    type = models.TextField(
        choices=choices.SaleType.choices, null=True, blank=True, editable=False,
        help_text='RETAIL or WHOLESALE.')
    status = models.TextField(null=True, blank=True, editable=False, help_text='The sale\'s status.')
    payment_type = models.TextField(
        null=True, blank=True, editable=False,
        help_text='How the sale was paid at the till: a method, MIXED or CREDIT.')
    actor = models.TextField(null=True, blank=True, editable=False, help_text='Who made the sale.')
    completed_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When it was sold.')
    local_time = models.TextField(null=True, blank=True, editable=False, help_text='The outlet\'s clock then.')
    currency = models.TextField(null=True, blank=True, editable=False, help_text='Of the amounts.')
    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    customer_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The customer.')
    product_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The product.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The variation.')
    sale_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The sale.')
    sale_item_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The line.')
    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')

    class Meta:
        managed = False
        db_table = '"primeinv"."sale_line"'
        verbose_name = 'sale line'
        verbose_name_plural = 'sale line'

    def __str__(self):
        return str(self.receipt_number)


class SealGap(Record):
    """Ids that seal_ledger() has passed by unseen: of transactions that were open then, or rolled back; not dumped."""

    kind = models.TextField(primary_key=True, editable=False, help_text='The kind of rows.')
    low_id = models.BigIntegerField(editable=False, help_text='The first id.')
    high_id = models.BigIntegerField(editable=False, help_text='The last id.')
    until = models.TextField(
        editable=False,
        help_text='Once all transactions before this one have ended, the ids will never be used.')

    class Meta:
        managed = False
        db_table = '"primeinv"."seal_gap"'
        verbose_name = 'seal gap'
        verbose_name_plural = 'seal gap'


class SealLog(Record):
    """What seal_ledger() has made of each tenant's log on this server, so that neither the next seal nor a digest reads those
    before; not dumped."""

    tenant = models.OneToOneField(
        'Tenant', models.DO_NOTHING, db_constraint=False, related_name='+', primary_key=True, editable=False,
        help_text='The tenant.')
    size = models.BigIntegerField(editable=False, help_text='How many seals it has.')
    sealed_at = models.DateTimeField(editable=False, help_text='When the last was made.')
    edge = models.BinaryField(
        editable=False,
        help_text='The roots of the full subtrees of the tree over them, the largest first, 32 bytes each.')

    class Meta:
        managed = False
        db_table = '"primeinv"."seal_log"'
        verbose_name = 'seal log'
        verbose_name_plural = 'seal log'


class SealMark(Record):
    """How far seal_ledger() has come with each kind of rows on this server; not dumped."""

    kind = models.TextField(primary_key=True, editable=False, help_text='The kind of rows.')
    high_id = models.BigIntegerField(editable=False, help_text='Up to this id rows are sealed, but for those in seal_gap.')
    check_below = models.BigIntegerField(
        default=0, editable=False,
        help_text='Up to this id rows may have been sealed before the mark was made, as after a restore.')
    not_before = models.DateTimeField(
        null=True, blank=True, editable=False,
        help_text='The oldest transaction\'s start before the last run that left nothing over.')
    known_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When that run was.')
    all_not_before = models.DateTimeField(
        null=True, blank=True, editable=False,
        help_text='The same of the last run that looked through everything.')
    all_known_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When that run began.')
    sealed_at = models.DateTimeField(editable=False, help_text='When the job last came by.')

    class Meta:
        managed = False
        db_table = '"primeinv"."seal_mark"'
        verbose_name = 'seal mark'
        verbose_name_plural = 'seal mark'


class Shard(Record):
    """Which of several servers this is; no row: there is only one. Written by set_shard()."""

    number = models.IntegerField(
        primary_key=True, editable=False,
        help_text='This server\'s number; its ids leave this remainder when divided by of (the last server\'s leave none).')
    of = models.IntegerField(editable=False, help_text='How many servers there may be.')
    alone = models.BooleanField(default=True, editable=False, help_text='Always true: keeps the table to one row.')

    class Meta:
        managed = False
        db_table = '"primeinv"."shard"'
        verbose_name = 'shard'
        verbose_name_plural = 'shard'


class StockAlert(Record):
    """What a person should look at: a row once per crossing of a threshold, never per sale."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant whom it concerns.')
    id = models.BigAutoField(primary_key=True)
    kind = models.TextField(
        choices=choices.StockAlertKind.choices, editable=False,
        help_text='low_stock, expiring_soon, expired, variance, reservation_at_risk, overdue (sales that should have been paid), promise (what check_promises() or verify_ledger() found), job (one that failed), or stock_take (one was reconciled; the outlet\'s next one takes its place).')
    outlet = models.ForeignKey(
        'Outlet', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The outlet; null: of promise and job.')
    variation = models.ForeignKey(
        'Variation', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The variation; null: of overdue, promise and job.')
    batch = models.ForeignKey(
        'Batch', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The batch, for expiring_soon and expired.')
    reservation = models.ForeignKey(
        'StockReservation', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The hold that will go short, for reservation_at_risk.')
    detail = models.TextField(null=True, blank=True, editable=False, help_text='The figures, for a person.')
    created_at = models.DateTimeField(editable=False, help_text='When the threshold was crossed.')
    resolved_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When it was over; null while it lasts.')
    subject = models.TextField(
        null=True, blank=True, editable=False,
        help_text='Of promise what it is about, of job which one failed and where.')

    class Meta:
        managed = False
        db_table = '"primeinv"."stock_alert"'
        verbose_name = 'stock alert'
        verbose_name_plural = 'stock alert'


class StockDashboard(View):
    """An outlet's stock in one row."""

    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    items = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Variations kept there: the active ones, and others that still lie there.')
    low_stock = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Active variations at or below their threshold: the rows of low_stock.')
    expiring_7 = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Batches with stock that expire within 7 days, not counting expired ones.')
    expiring_30 = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Batches with stock that expire within 30 days, those of the next 7 included.')
    expired = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Batches with stock that have expired.')
    total_value = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Value on hand at the batches\' cost, expired and held stock included.')
    out_of_stock = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Active variations of which nothing is available, with or without a threshold.')
    currency = models.TextField(null=True, blank=True, editable=False, help_text='Of the value.')
    today = models.DateField(null=True, blank=True, editable=False, help_text='The outlet\'s date.')
    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')

    class Meta:
        managed = False
        db_table = '"primeinv"."stock_dashboard"'
        verbose_name = 'stock dashboard'
        verbose_name_plural = 'stock dashboard'


class StockLevel(View):
    """What lies where, and what can still be sold of it: a row per variation and outlet that ever received it or has settings
    for it, in base units."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The variation.')
    product = models.TextField(null=True, blank=True, editable=False, help_text='Name of its product.')
    variation = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    on_hand = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Units in all batches, whatever their state.')
    expired = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Of these, units in expired batches.')
    held = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Units in batches on hold, in quarantine or recalled, and not expired.')
    reserved = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Units held by active reservations that have not expired.')
    available = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What a new customer can still get: on hand less expired, held and reserved, never below 0; 0 for what is inactive.')
    value = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Value on hand at the batches\' cost, in the tenant\'s currency, each batch rounded.')
    level = models.TextField(
        null=True, blank=True, editable=False,
        help_text='out (nothing available), low (at or below the threshold), high (on hand above the maximum), normal; null for what is inactive.')
    threshold = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, editable=False,
        help_text='Units at or below which it is low: the outlet\'s, else the variation\'s; null: none.')
    maximum_stock = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, editable=False,
        help_text='Units on hand above which it is high; null: no such mark.')
    is_active = models.BooleanField(
        null=True, blank=True, editable=False,
        help_text='Whether the outlet, the product and the variation are active.')
    sku = models.TextField(null=True, blank=True, editable=False, help_text='The variation\'s stock keeping unit.')
    category = models.TextField(null=True, blank=True, editable=False, help_text='The product\'s category.')
    expiring_7 = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Batches with stock that expire within 7 days, not counting expired ones.')
    expiring_30 = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Batches with stock that expire within 30 days, those of the next 7 included.')
    expired_batches = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Batches with stock that have expired.')

    class Meta:
        managed = False
        db_table = '"primeinv"."stock_level"'
        verbose_name = 'stock level'
        verbose_name_plural = 'stock level'


class StockMovement(Record):
    """The ledger: one signed change of one batch a row, written once, never changed (PI005). Ids have gaps; those of one batch
    are in the order of its changes."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant that owns the goods.')
    id = models.BigAutoField(primary_key=True)
    created_at = models.DateTimeField(editable=False, help_text='When it happened, by the clock, after waiting for locks.')
    variation = models.ForeignKey(
        'Variation', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The batch\'s variation.')
    outlet = models.ForeignKey('Outlet', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The batch\'s outlet.')
    batch = models.ForeignKey('Batch', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The batch that changed.')
    movement_type = models.TextField(
        choices=choices.StockMovementMovementType.choices, editable=False,
        help_text='opening, purchase, sale, return, adjustment, damage, expiry, transfer_in, transfer_out or supplier_return.')
    quantity = ExactDecimalField(
        max_digits=15, decimal_places=3, editable=False,
        help_text='Base units, positive in, negative out.')
    balance_after = ExactDecimalField(
        max_digits=15, decimal_places=3, editable=False,
        help_text='The batch\'s quantity after the movement.')
    unit_cost = ExactDecimalField(
        max_digits=15, decimal_places=4, editable=False,
        help_text='Cost of a base unit: what was paid for what came in, the batch\'s for what went out.')
    reason = models.TextField(null=True, blank=True, editable=False, help_text='Why, as the caller said.')
    reference_id = models.TextField(
        null=True, blank=True, editable=False,
        help_text='The caller\'s document, such as a purchase order\'s number.')
    actor = models.TextField(
        editable=False,
        help_text='Who did it, as the caller said, else primeinv.actor, else the database role.')
    db_role = models.TextField(editable=False, help_text='The database role that did it.')
    sale_item = models.ForeignKey(
        'SaleItem', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The line of a sale that it served or, for a return, gave back.')
    stock_take_item_id = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='The line of a stock take that it corrects.')

    class Meta:
        managed = False
        db_table = '"primeinv"."stock_movement"'
        verbose_name = 'stock movement'
        verbose_name_plural = 'stock movement'


class StockMovementHistory(View):
    """The ledger with names. Over a long ledger, filter by batch_id, or by created_at against instants (timestamptz): a date,
    as the column day, finds no index."""

    movement_id = models.BigIntegerField(
        primary_key=True, editable=False,
        help_text='The movement; of one batch, in the order of its changes.')
    created_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When it happened.')
    day = models.DateField(null=True, blank=True, editable=False, help_text='The outlet\'s date then.')
    outlet_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The outlet.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The variation.')
    product = models.TextField(null=True, blank=True, editable=False, help_text='Name of its product.')
    variation = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    batch_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The batch that changed.')
    batch_number = models.TextField(null=True, blank=True, editable=False, help_text='Its lot number.')
    movement_type = models.TextField(
        choices=choices.StockMovementMovementType.choices, null=True, blank=True, editable=False,
        help_text='As in stock_movement.')
    quantity = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, editable=False,
        help_text='Base units, positive in, negative out.')
    balance_after = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, editable=False,
        help_text='Running balance: what the batch held after the movement.')
    unit_cost = ExactDecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Cost of a base unit.')
    value = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='quantity times unit_cost, signed, rounded to the tenant\'s decimals.')
    reason = models.TextField(
        null=True, blank=True, editable=False,
        help_text='Why, as the caller said; of a sale: Sale, and its receipt\'s number.')
    reference_id = models.TextField(
        null=True, blank=True, editable=False,
        help_text='The caller\'s document; else the sale\'s id, void_ and the sale\'s, refund_ and the refund\'s, stocktake_ and the stock take\'s, expiry_ and the outlet\'s date.')
    actor = models.TextField(null=True, blank=True, editable=False, help_text='Who did it.')
    db_role = models.TextField(null=True, blank=True, editable=False, help_text='The database role that did it.')
    sale_item_id = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='The line of a sale that it served or gave back.')
    local_time = models.TextField(null=True, blank=True, editable=False, help_text='The outlet\'s clock then.')
    sku = models.TextField(null=True, blank=True, editable=False, help_text='The variation\'s stock keeping unit.')
    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    reference_type = models.TextField(
        null=True, blank=True, editable=False,
        help_text='What it belongs to: sale, void, refund, stock_take, transfer; other: only reference_id may tell.')
    receipt_number = models.TextField(
        null=True, blank=True, editable=False,
        help_text='Of the sale that it served, or that it took back; null: none.')

    class Meta:
        managed = False
        db_table = '"primeinv"."stock_movement_history"'
        verbose_name = 'stock movement history'
        verbose_name_plural = 'stock movement history'

    def __str__(self):
        return str(self.receipt_number)


class StockReconciliation(View):
    """Batches, location stock and ledger of every variation at every outlet, as they are now. Reads the whole ledger unless an
    outlet is named."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant that owns the goods.')
    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The variation.')
    batch_total = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units in its batches there.')
    location_stock = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units by location_stock.')
    ledger_total = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units by the movements there of the batches that lie there.')
    variance = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Batches less location stock.')
    variance_pct = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The variance in percent of location stock; null where that is 0 and the batches are not.')
    differs = models.BooleanField(null=True, blank=True, editable=False, help_text='Whether the three are not all the same.')
    flagged = models.BooleanField(
        null=True, blank=True, editable=False,
        help_text='Whether they differ by more than the tenant\'s variance_percent (5 unless set).')

    class Meta:
        managed = False
        db_table = '"primeinv"."stock_reconciliation"'
        verbose_name = 'stock reconciliation'
        verbose_name_plural = 'stock reconciliation'


class StockReservation(Record):
    """A hold on sellable stock. It holds nothing from the instant it expires, whether or not it has been tidied up."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant that owns the goods.')
    id = models.BigAutoField(primary_key=True)
    variation = models.ForeignKey('Variation', models.DO_NOTHING, db_constraint=False, editable=False, help_text='What is held.')
    outlet = models.ForeignKey('Outlet', models.DO_NOTHING, db_constraint=False, editable=False, help_text='Where it is held.')
    quantity = ExactDecimalField(max_digits=15, decimal_places=3, editable=False, help_text='Base units held.')
    cart_session_id = models.TextField(editable=False, help_text='The cart for which it is held, in the application\'s words.')
    sale_item = models.ForeignKey(
        'SaleItem', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The line of a draft sale that it serves; null: none.')
    status = models.TextField(
        choices=choices.StockReservationStatus.choices, default='ACTIVE', editable=False,
        help_text='ACTIVE, COMMITTED (sold), RELEASED (given back, or expired and tidied up) or CANCELLED.')
    actor = models.TextField(editable=False, help_text='Who made it.')
    created_at = models.DateTimeField(editable=False, help_text='When it was made.')
    expires_at = models.DateTimeField(editable=False, help_text='The instant from which it holds nothing.')
    released_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When it was resolved; null while ACTIVE.')

    class Meta:
        managed = False
        db_table = '"primeinv"."stock_reservation"'
        verbose_name = 'stock reservation'
        verbose_name_plural = 'stock reservation'


class StockTake(Record):
    """A physical count of an outlet; an outlet may have several on a day. Changed by functions only."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant of the outlet.')
    id = models.BigAutoField(primary_key=True)
    outlet = models.ForeignKey(
        'Outlet', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The outlet that is counted.')
    status = models.TextField(
        choices=choices.StockTakeStatus.choices, default='draft', editable=False,
        help_text='draft (counting), completed, reconciled (differences are applied) or cancelled.')
    description = models.TextField(null=True, blank=True, editable=False, help_text='What is counted, for a person.')
    operating_date = models.DateField(editable=False, help_text='The outlet\'s date when it began.')
    actor = models.TextField(editable=False, help_text='Who began it.')
    created_at = models.DateTimeField(editable=False, help_text='When it began.')
    completed_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When counting ended; null before.')
    reconciled_at = models.DateTimeField(
        null=True, blank=True, editable=False,
        help_text='When the differences were applied; null before.')

    class Meta:
        managed = False
        db_table = '"primeinv"."stock_take"'
        verbose_name = 'stock take'
        verbose_name_plural = 'stock take'


class StockTakeItem(Record):
    """One count: of a variation at the outlet, or of one of its batches, but not both ways in one stock take. Counting again
    replaces it."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The tenant of the stock take.')
    id = models.BigAutoField(primary_key=True)
    stock_take = models.ForeignKey('StockTake', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The stock take.')
    variation = models.ForeignKey(
        'Variation', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='What was counted.')
    batch = models.ForeignKey(
        'Batch', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The batch that was counted; null: all of the variation.')
    expected_quantity = ExactDecimalField(
        max_digits=15, decimal_places=3, editable=False,
        help_text='Base units on hand by the books at the moment of the count, expired ones included.')
    counted_quantity = ExactDecimalField(max_digits=15, decimal_places=3, editable=False, help_text='Base units that were there.')
    difference = ExactDecimalField(max_digits=15, decimal_places=3, editable=False, help_text='Counted less expected.')
    variance_reason = models.TextField(
        null=True, blank=True, editable=False,
        help_text='Why they differ, as was said when reconciling.')
    notes = models.TextField(null=True, blank=True, editable=False, help_text='What the counter noted.')
    counted_at = models.DateTimeField(
        editable=False,
        help_text='The moment of the count: movements of an earlier time are in what was expected, later ones are not.')
    actor = models.TextField(editable=False, help_text='Who counted.')
    applied_quantity = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, editable=False,
        help_text='What reconciling corrected: the difference, less what other stock takes had corrected of the same since it was counted. Null before.')

    class Meta:
        managed = False
        db_table = '"primeinv"."stock_take_item"'
        verbose_name = 'stock take item'
        verbose_name_plural = 'stock take item'


class StockTakeVariance(View):
    """The lines of completed and reconciled stock takes, with what each take adds up to."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet that was counted.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    stock_take_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The stock take.')
    operating_date = models.DateField(null=True, blank=True, editable=False, help_text='The outlet\'s date when it began.')
    status = models.TextField(
        choices=choices.StockTakeStatus.choices, null=True, blank=True, editable=False,
        help_text='completed or reconciled.')
    stock_take_item_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The line.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='What was counted.')
    product = models.TextField(null=True, blank=True, editable=False, help_text='Name of its product.')
    variation = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    batch = models.TextField(
        null=True, blank=True, editable=False,
        help_text='Number of the batch that was counted; null: all of the variation.')
    expected = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, editable=False,
        help_text='Base units by the books at the moment of the count.')
    counted = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, editable=False,
        help_text='Base units that were there.')
    variance = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, editable=False,
        help_text='Counted less expected.')
    variance_pct = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The variance in percent of what was expected; null where nothing was and something was there.')
    reason = models.TextField(null=True, blank=True, editable=False, help_text='Why they differ, as was said when reconciling.')
    notes = models.TextField(null=True, blank=True, editable=False, help_text='What the counter noted.')
    total_items_counted = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Lines of the stock take.')
    items_with_variance = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Those among them with a variance.')
    positive_variance = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units found beyond what was expected, over the stock take.')
    negative_variance = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units missing, over the stock take; negative.')
    value = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='The variance\'s value, with its sign: at the counted batch\'s cost, else at the average cost of what lies there now, else at the variation\'s usual cost.')
    currency = models.TextField(null=True, blank=True, editable=False, help_text='Of the value.')

    class Meta:
        managed = False
        db_table = '"primeinv"."stock_take_variance"'
        verbose_name = 'stock take variance'
        verbose_name_plural = 'stock take variance'


class StockValuation(View):
    """What the stock on hand is worth, expired and held stock included."""

    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    variation_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The variation.')
    quantity = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units on hand.')
    value_at_cost = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Each batch at its own cost, rounded to the tenant\'s decimals.')
    weighted_average_cost = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Cost of a base unit, the batches on hand weighted by their quantity; 4 decimals.')
    value_at_average = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='quantity times weighted_average_cost, rounded to the tenant\'s decimals.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='The outlet\'s name.')
    product = models.TextField(null=True, blank=True, editable=False, help_text='The product\'s name.')
    variation = models.TextField(null=True, blank=True, editable=False, help_text='The variation\'s name.')
    category = models.TextField(null=True, blank=True, editable=False, help_text='The product\'s category.')
    currency = models.TextField(null=True, blank=True, editable=False, help_text='Of the values.')
    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')

    class Meta:
        managed = False
        db_table = '"primeinv"."stock_valuation"'
        verbose_name = 'stock valuation'
        verbose_name_plural = 'stock valuation'


class Tenant(Catalogue):
    """A business. Nothing of one tenant is visible to, or can refer to, another's. Only the extension's owner makes tenants."""

    id = models.BigAutoField(primary_key=True)
    name = models.TextField(help_text='Name of the business.')
    currency = models.TextField(
        default='XXX',
        help_text='ISO 4217 code of the one currency that the tenant trades in; XXX: not said.')
    money_decimals = models.IntegerField(
        default=2,
        help_text='Decimals of an amount of money, 0 to 4; fixed after the first sale or customer entry.')
    prices_include_tax = models.BooleanField(
        default=False,
        help_text='Whether prices contain the tax (tax = net * r / (100 + r)) or it is added to them; fixed after the first sale or customer entry.')
    external_id = models.TextField(null=True, blank=True, help_text='The application\'s own id, unique.')
    scale_barcodes = models.TextField(
        null=True, blank=True,
        help_text='How the tenant\'s scales make up 13-digit barcodes: layouts with blanks between, such as 20IIIIIPPPPPC 21IIIIIWWWWWC. Digits: the prefix; I the item, W the weight in grams, P the price in the currency\'s smallest unit, N pieces, V not looked at, C the check digit; behind it : and other decimals. Null: such codes are numbers like any other.')
    draft_days = models.IntegerField(default=30, help_text='Days after which a job cancels a draft that holds nothing any more.')
    tax_rounding = models.TextField(
        choices=choices.TenantTaxRounding.choices, default='line',
        help_text='Where the tax of a sale is rounded: line, each line\'s; invoice, once a rate, on all lines of the rate together, and shared out to them. Fixed after the first sale or customer entry.')
    hold_minutes = models.IntegerField(
        default=30,
        help_text='How long a cart or a reservation holds its stock where the call does not say; at most a year.')
    critical_days = models.IntegerField(
        default=7,
        help_text='A batch that expires within so many days is critical (red) in batch_status.')
    warning_days = models.IntegerField(
        default=30,
        help_text='A batch that expires within so many days, and is not critical yet, is a warning (yellow) in batch_status.')
    variance_percent = ExactDecimalField(
        max_digits=5, decimal_places=2, default=5,
        help_text='By how many percent batches, location stock and ledger may differ before a reconciliation flags it and raises an alert.')

    class Meta:
        managed = False
        db_table = '"primeinv"."tenant"'
        verbose_name = 'tenant'
        verbose_name_plural = 'tenant'

    def __str__(self):
        return str(self.name)


class TenantGrant(Record):
    """Which database role may act for which tenant; written by grant_tenant and revoke_tenant."""

    tenant = models.ForeignKey(
        'Tenant', models.DO_NOTHING, db_constraint=False, null=True, blank=True, editable=False,
        help_text='The tenant; null: all tenants, also future ones.')
    id = models.BigAutoField(primary_key=True)
    role_name = models.TextField(
        editable=False,
        help_text='The role, by name, so that it outlives a restore; its members have the right, too.')
    level = models.TextField(
        choices=choices.TenantGrantLevel.choices, editable=False,
        help_text='guest, reader, app or manager; each includes the one before.')
    role_oid = models.TextField(
        null=True, blank=True, editable=False,
        help_text='The role that had the name when the row was written, by trigger: another one that is later made under the name has no part in the grant. Null: there was none.')

    class Meta:
        managed = False
        db_table = '"primeinv"."tenant_grant"'
        verbose_name = 'tenant grant'
        verbose_name_plural = 'tenant grant'


class TillSession(Record):
    """A cashier's time at a till, from the float to the count. Opened and closed by open_till() and close_till(); not deleted
    by anyone (PI005)."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, editable=False, help_text='The tenant.')
    id = models.BigAutoField(primary_key=True)
    outlet = models.ForeignKey(
        'Outlet', models.DO_NOTHING, db_constraint=False, editable=False,
        help_text='The outlet where the till stands.')
    name = models.TextField(
        editable=False,
        help_text='The till\'s name; one open session each at an outlet. Capitals, and spaces at its ends, make no other till.')
    actor = models.TextField(editable=False, help_text='Who has it; what this actor takes and pays out belongs to the session.')
    db_role = models.TextField(editable=False, help_text='The database role that opened it.')
    opened_at = models.DateTimeField(editable=False, help_text='When it was opened.')
    opening_float = ExactDecimalField(
        max_digits=19, decimal_places=4, default=0, editable=False,
        help_text='Cash that lay in the drawer at the start.')
    closed_at = models.DateTimeField(null=True, blank=True, editable=False, help_text='When it was closed; null: open.')
    closed_by = models.TextField(null=True, blank=True, editable=False, help_text='Who closed it.')
    counted = models.JSONField(null=True, blank=True, editable=False, help_text='What was counted, by method: {"CASH": 512.40}.')

    class Meta:
        managed = False
        db_table = '"primeinv"."till_session"'
        verbose_name = 'till session'
        verbose_name_plural = 'till session'

    def __str__(self):
        return str(self.name)


class TillTakings(View):
    """What each till session took and paid out, a row a method; CASH always. till_report() puts the count beside it."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    till_session_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The session.')
    method = models.TextField(null=True, blank=True, editable=False, help_text='The method of payment.')
    opening_float = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Cash that lay in the drawer at the start.')
    sales = ExactDecimalField(max_digits=19, decimal_places=4, null=True, blank=True, editable=False, help_text='Taken for sales.')
    account_payments = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Taken on customers\' accounts, beyond what was due on sales.')
    refunds = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Paid out for refunds, returns and voids.')
    reversed = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Of what was taken for sales, reversed while the session was open.')
    expected = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='What should be there: opening_float + sales + account_payments - refunds - reversed; null: ACCOUNT, which is in no drawer.')

    class Meta:
        managed = False
        db_table = '"primeinv"."till_takings"'
        verbose_name = 'till takings'
        verbose_name_plural = 'till takings'


class VarianceTrend(View):
    """The runs of reconcile by outlet and day."""

    tenant_id = models.BigIntegerField(null=True, blank=True, editable=False, help_text='The tenant.')
    outlet_id = models.BigIntegerField(primary_key=True, editable=False, help_text='The outlet.')
    outlet = models.TextField(null=True, blank=True, editable=False, help_text='Its name.')
    day = models.DateField(null=True, blank=True, editable=False, help_text='The outlet\'s date.')
    runs = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Runs that day.')
    checked = models.BigIntegerField(
        null=True, blank=True, editable=False,
        help_text='Variations looked at, over all runs of the day.')
    variances = models.BigIntegerField(null=True, blank=True, editable=False, help_text='Those among them with a variance.')
    units = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Base units by which they were off, summed without sign.')
    share = ExactDecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, editable=False,
        help_text='Variances in percent of what was checked; null: nothing was.')

    class Meta:
        managed = False
        db_table = '"primeinv"."variance_trend"'
        verbose_name = 'variance trend'
        verbose_name_plural = 'variance trend'


class Variation(Catalogue):
    """A product as it lies on the shelf, such as "5kg Bag" of "Rice"; stock is kept per variation, in its base unit."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, help_text='The tenant that sells it.')
    id = models.BigAutoField(primary_key=True)
    product = models.ForeignKey(
        'Product', models.DO_NOTHING, db_constraint=False,
        help_text='The product that it is a variation of.')
    name = models.TextField(help_text='Name of the variation, without the product\'s.')
    sku = models.TextField(null=True, blank=True, help_text='Stock keeping unit; unique per tenant unless null or empty.')
    barcode = models.TextField(
        null=True, blank=True,
        help_text='Bar code of the base unit; unique over the tenant\'s variations and units unless null or empty.')
    price = ExactDecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True,
        help_text='Retail price of a base unit; null: must be given at each sale.')
    wholesale_price = ExactDecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True,
        help_text='Price of a base unit in a WHOLESALE sale; null: none.')
    minimum_wholesale_quantity = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True,
        help_text='Base units in the sale from which wholesale_price applies; null: from the first.')
    cost = ExactDecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True,
        help_text='Usual cost of a base unit, for receipts that name none; null: 0.')
    tax_rate = ExactDecimalField(max_digits=7, decimal_places=4, default=0, help_text='Sales tax in percent.')
    track_inventory = models.BooleanField(
        default=True,
        help_text='False: a service, sold without stock or movements; stock functions refuse it (22023).')
    low_stock_threshold = ExactDecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True,
        help_text='Base units at or below which the variation is low at an outlet; null: no threshold.')
    shelf_life_days = models.IntegerField(
        null=True, blank=True,
        help_text='Days from a find at a stock take to its expiry where no batch tells; null: does not expire.')
    is_active = models.BooleanField(default=True, help_text='An inactive variation is not sold (22023), but still counted.')
    external_id = models.TextField(null=True, blank=True, help_text='The application\'s own id, unique per tenant.')
    created_at = models.DateTimeField(editable=False, help_text='When the row was made; written by the database.')
    updated_at = models.DateTimeField(editable=False, help_text='When it was last changed; written by the database.')

    never_written = frozenset(['created_at', 'updated_at'])
    given_by_database = frozenset(['created_at', 'updated_at'])

    class Meta:
        managed = False
        db_table = '"primeinv"."variation"'
        verbose_name = 'variation'
        verbose_name_plural = 'variation'

    def __str__(self):
        return str(self.name)


class VariationUnit(Catalogue):
    """Another unit that a variation is sold or counted in; one of it is numerator/denominator base units, exactly."""

    tenant = models.ForeignKey('Tenant', models.DO_NOTHING, db_constraint=False, help_text='The tenant that sells it.')
    id = models.BigAutoField(primary_key=True)
    variation = models.ForeignKey(
        'Variation', models.DO_NOTHING, db_constraint=False,
        help_text='The variation that the unit is of.')
    unit = models.TextField(help_text='Name of the unit, such as "case"; unique per variation.')
    numerator = models.BigIntegerField(help_text='Base units in denominator of these units.')
    denominator = models.BigIntegerField(default=1, help_text='Units that numerator base units make.')
    barcode = models.TextField(
        null=True, blank=True,
        help_text='Bar code of the unit; unique over the tenant\'s variations and units unless null or empty.')
    price = ExactDecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True,
        help_text='Retail price of one unit; null: the base unit\'s price times the ratio.')
    wholesale_price = ExactDecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True,
        help_text='Wholesale price of one unit; null: the base unit\'s times the ratio.')
    external_id = models.TextField(null=True, blank=True, help_text='The application\'s own id, unique per tenant.')

    class Meta:
        managed = False
        db_table = '"primeinv"."variation_unit"'
        verbose_name = 'variation unit'
        verbose_name_plural = 'variation unit'

    def __str__(self):
        return str(self.unit)
