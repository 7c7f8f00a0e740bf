"""A drop-in for the back end's stock_helpers: same names, parameters, results and errors, with primeinv behind them.

    from primeinv_django.compat.primepos import deduct_stock, get_available_stock, InsufficientStockError

What it takes as given of the code that it replaces:

- Every helper takes objects, variation and outlet, and finds what is kept in primeinv by their ids (an import with keep_id keeps
  them). Where they have others, an object has an attribute primeinv_id, or PRIMEINV = {'PRIMEPOS_ID': 'path.of.function'} in the
  settings names a function of an object that returns it. A plain id will do, too. product= and unit= are other names for variation=,
  from when stock was kept per product; a product of primeinv_django with one variation stands for that one.
- Two orders of deduct_stock's arguments are in use: (variation, quantity, outlet, movement_type, reason, reference_id, user), as the
  implementation guide has it, and (variation, outlet, quantity, user, reference_id, reason, movement_type), as the application has it.
  Both are taken: the second argument is a number in one and an outlet in the other.
- Its result is a list with an entry a batch, which the guide reads as a dict (batch, quantity, expiry, cost) and the application as a
  pair (batch, quantity): Deduction is both.
- Too little stock raises InsufficientStockError, which is a ValueError, with the message 'Insufficient stock for "Rice - 5kg Bag" at
  "Main Store". Available: 50, Requested: 100'.
- Quantities that are whole come as int, others as Decimal. Batches are instances of primeinv_django.models.Batch with what the
  application's have besides (StockBatch), sets of them querysets in the order in which they would be sold. objects.create() receives
  goods, and save() books a changed quantity as an adjustment.
- A helper within a transaction of the caller's stands behind a savepoint: one that fails leaves the transaction usable, as
  @transaction.atomic did.
- user becomes the ledger's actor; None leaves what scope() or the middleware has set.

What is different, because it was wrong: an empty reason of an adjustment gets one (the ledger wants it); a known batch number with another
expiry date is refused (BadArgument, a ValueError); stock on hold or reserved by others is not sold; a batch of adjustment expires with the
soonest batch there, not in a year.
"""
from datetime import timedelta
from decimal import Decimal
from numbers import Number

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string

from ..calls import call
from ..errors import InsufficientStock
from ..models import Batch, OutletToday, Product, StockReservation, Variation
from ..records import ReadOnlyQuerySet
from ..scopes import scope

__all__ = [
    'InsufficientStockError', 'StockBatch', 'Deduction', 'get_fifo_batches', 'get_available_stock', 'get_sellable_stock', 'get_batch_for_sale', 'deduct_stock',
    'add_stock', 'adjust_stock', 'restore_stock_for_refund', 'mark_expired_batches', 'get_expiring_soon', 'get_stock_valuation',
    'rebuild_stock_state', 'reserve_stock', 'commit_reservation', 'release_reservation', 'release_expired_reservations',
]


class InsufficientStockError(InsufficientStock):
    """Not enough stock, and nothing was changed; a ValueError. lines says what is short and by how much."""

    def __str__(self):
        what, colon, _ = self.message.partition(': requested ')
        if not (colon and self.lines):
            return self.message
        line = self.lines[0]
        return f'{what[:1].upper()}{what[1:]}. Available: {line["available"]}, Requested: {line["requested"]}'


class StockBatchQuerySet(ReadOnlyQuerySet):
    def create(self, *, variation=None, product=None, outlet, quantity, batch_number=None, expiry_date=None, cost_price=None, tenant=None):
        """Receives goods, movement type opening; the tenant is the outlet's."""
        return add_stock(_first(variation, product), outlet, quantity, batch_number, expiry_date, cost_price, movement_type='opening')


class StockBatch(Batch):
    """A batch as the application knows it."""

    objects = StockBatchQuerySet.as_manager()

    class Meta:
        proxy = True
        managed = False

    @classmethod
    def from_db(cls, db, field_names, values):
        batch = super().from_db(db, field_names, values)
        batch._read = dict(zip(field_names, values))
        return batch

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self._read = {field.attname: self.__dict__.get(field.attname) for field in self._meta.concrete_fields}

    def save(self, *args, reason='Batch saved', **kwargs):
        """Books the difference to the quantity that was read as an adjustment; nothing else of a batch can be saved."""
        changed = {name for name, value in self._read.items() if getattr(self, name) != value}
        if changed - {'quantity'}:
            raise TypeError(f'{", ".join(sorted(changed))}: of a batch only the quantity is saved')
        if changed:
            _insufficient(call, 'adjust_stock', variation_id=self.variation_id, outlet_id=self.outlet_id, batch_id=self.pk,
                          quantity=_number(self.quantity) - self._read['quantity'], reason=reason)
            self.refresh_from_db()

    @property
    def product(self):
        return self.variation.product

    def is_expired(self):
        """By the outlet's calendar."""
        return self.expiry_date is not None and self.expiry_date <= OutletToday.objects.get(outlet_id=self.outlet_id).today

    def sellable_quantity(self):
        return _whole(self.quantity) if self.status == 'available' and not self.is_expired() else 0


class Deduction(tuple):
    """What was taken from one batch: the pair (batch, quantity), and at the same time the dict of batch (its number), quantity, expiry
    and cost."""

    def __new__(cls, batch, row):
        self = super().__new__(cls, (batch, _whole(row['quantity'])))
        self._row = {'batch': row['batch'], 'quantity': _whole(row['quantity']), 'expiry': row['expiry'], 'cost': row['cost']}
        return self

    def __getitem__(self, key):
        return self._row[key] if isinstance(key, str) else super().__getitem__(key)

    def keys(self):
        return self._row.keys()

    def get(self, key, default=None):
        return self._row.get(key, default)


def get_fifo_batches(variation, outlet):
    """The batches that can be sold, first expired first: a queryset."""
    ids = [batch.pk for batch in call('get_fifo_batches', variation_id=_variation(variation), outlet_id=_id(outlet))]
    return _in_order(StockBatch.objects.filter(pk__in=ids))


def get_available_stock(variation=None, outlet=None, unit=None, product=None):
    """How much deduct_stock would give now; 0 where stock is not tracked."""
    variation = _first(variation, unit, product)
    _required('get_available_stock', variation=variation, outlet=outlet)
    return _whole(call('get_available_stock', variation_id=_variation(variation), outlet_id=_id(outlet)) or Decimal(0))


def get_sellable_stock(product, outlet):
    """Another name of get_available_stock."""
    return get_available_stock(product, outlet)


def get_batch_for_sale(variation=None, outlet=None, required_quantity=0, product=None):
    """The batch that would be sold first, or None where all of them together have too little."""
    variation = _first(variation, product)
    if get_available_stock(variation, outlet) < required_quantity:
        return None
    return get_fifo_batches(variation, outlet).first()


def deduct_stock(*args, **kwargs):
    """Takes stock out, first expired first out: a list of Deduction. InsufficientStockError if there is too little: then nothing is taken.

    deduct_stock(variation, quantity, outlet, movement_type='sale', reason='', reference_id=None, user=None)
    deduct_stock(variation, outlet, quantity, user=None, reference_id='', reason='', movement_type='sale')
    """
    given = _deduct_arguments(args, kwargs)
    variation, outlet = _first(given.get('variation'), given.get('product')), given.get('outlet')
    _required('deduct_stock', variation=variation, outlet=outlet, quantity=given.get('quantity'))
    movement_type, reason = given.get('movement_type') or 'sale', given.get('reason') or None
    if reason is None and movement_type != 'sale':
        reason = f'{movement_type.capitalize()} {given.get("reference_id") or ""}'.strip()
    with _acting(given.get('user')):
        rows = _insufficient(
            call, 'deduct_stock', variation_id=_variation(variation), quantity=_number(given['quantity']), outlet_id=_id(outlet),
            movement_type=movement_type, reason=reason, reference_id=_text(given.get('reference_id')))
        batches = StockBatch.objects.in_bulk([row['batch_id'] for row in rows])
        return [Deduction(batches[row['batch_id']], row) for row in rows]


_GUIDE = ('variation', 'quantity', 'outlet', 'movement_type', 'reason', 'reference_id', 'user')
_APPLICATION = ('variation', 'outlet', 'quantity', 'user', 'reference_id', 'reason', 'movement_type')


def _deduct_arguments(args, kwargs):
    names = _GUIDE if len(args) > 1 and isinstance(args[1], Number) and not _is_outlet_id(args, kwargs) else _APPLICATION
    if len(args) > len(names):
        raise TypeError(f'deduct_stock() takes at most {len(names)} arguments')
    given = dict(zip(names, args))
    for name, value in kwargs.items():
        if name in given or name not in names + ('product',):
            raise TypeError(f'deduct_stock() got {"two values" if name in given else "an unexpected argument"} for {name}')
        given[name] = value
    return given


def _is_outlet_id(args, kwargs):
    """deduct_stock(421, 1, quantity=5): plain ids in the application's order."""
    return 'quantity' in kwargs and 'outlet' not in kwargs and len(args) == 2


def add_stock(variation=None, outlet=None, quantity=None, batch_number=None, expiry_date=None, cost_price=None, user=None, reason='',
              movement_type='purchase', reference_id='', product=None):
    """Receives into the batch of that number, or makes it; returns the batch."""
    variation = _first(variation, product)
    _required('add_stock', variation=variation, outlet=outlet, quantity=quantity)
    with _acting(user):
        batch_id = call(
            'add_stock', variation_id=_variation(variation), quantity=_number(quantity), outlet_id=_id(outlet), batch_number=batch_number,
            expiry_date=expiry_date, cost_price=_number(cost_price), movement_type=movement_type, reason=reason or None,
            reference_id=_text(reference_id))
        return StockBatch.objects.get(pk=batch_id)


def adjust_stock(variation=None, outlet=None, new_quantity=None, user=None, reason='Stock adjustment', product=None):
    """Brings what can be sold to new_quantity: returns the batch where that is more, None where it is less or the same."""
    variation = _first(variation, product)
    _required('adjust_stock', variation=variation, outlet=outlet, new_quantity=new_quantity)
    place = {'variation_id': _variation(variation), 'outlet_id': _id(outlet)}
    reason = reason or 'Stock adjustment'
    wanted, batch = _number(new_quantity), None
    with _acting(user):
        # Another's sale may come between reading and correcting; the first correction locks the place, so the second is exact.
        for _ in range(2):
            difference = wanted - (call('get_available_stock', **place) or 0)
            if difference > 0:
                batch = call('adjust_stock', quantity=difference, reason=reason, **place)[0]['batch_id']
            elif difference < 0:
                _insufficient(call, 'deduct_stock', quantity=-difference, movement_type='adjustment', reason=reason, **place)
        return None if batch is None else StockBatch.objects.get(pk=batch)


def restore_stock_for_refund(product=None, outlet=None, quantity=None, user=None, reference_id='', reason='Refund', unit_cost=None,
                             variation=None):
    """Takes goods back without a sale that primeinv knows: into the batch that expires last, or a new one; returns it.

    Of a sale that it does know, call('refund_sale') takes them back into the very batches that they came from.
    """
    variation = _first(variation, product)
    _required('restore_stock_for_refund', variation=variation, outlet=outlet, quantity=quantity)
    with _acting(user):
        last = list(get_fifo_batches(variation, outlet).exclude(expiry_date=None))[-1:]
        number, expiry = (last[0].batch_number, last[0].expiry_date) if last else (f'RET-{_text(reference_id) or _id(variation)}', None)
        return add_stock(variation, outlet, quantity, number, expiry, unit_cost, reason=reason, movement_type='return',
                         reference_id=reference_id)


def mark_expired_batches(variation=None, outlet=None, product=None):
    """Writes off what has expired, there or everywhere; returns the number of batches."""
    variation = _first(variation, product)
    return call('expire_batches', outlet_id=_id(outlet), variation_id=None if variation is None else _variation(variation))


def get_expiring_soon(days=30, variation=None, outlet=None, product=None):
    """Batches with stock that expire within so many days, soonest first: a queryset."""
    variation = _first(variation, product)
    ids = [batch.pk for batch in call('get_expiring_soon', days=days, outlet_id=_id(outlet),
                                      variation_id=None if variation is None else _variation(variation))]
    return _in_order(StockBatch.objects.filter(pk__in=ids))


def get_stock_valuation(variation=None, outlet=None, product=None):
    """quantity, value and unit_cost of what can be sold, and its batches."""
    variation = _first(variation, product)
    batches = list(get_fifo_batches(variation, outlet))
    quantity = sum((batch.quantity for batch in batches), Decimal(0))
    value = sum((batch.quantity * batch.cost_price for batch in batches), Decimal(0))
    cents = Decimal('0.01')
    return {'quantity': _whole(quantity), 'value': value.quantize(cents), 'batches': batches,
            'unit_cost': (value / quantity).quantize(cents) if quantity else _cost(variation).quantize(cents)}


def rebuild_stock_state(product=None, outlet=None, user=None, reason='Stock state rebuild', variation=None):
    """The valuation. There is nothing to rebuild: location stock is kept by the database with every change of a batch."""
    return get_stock_valuation(_first(variation, product), outlet)


def reserve_stock(variation=None, quantity=None, outlet=None, cart_session_id=None, expires_in=timedelta(minutes=30), user=None, product=None):
    """Holds available stock for a cart; returns the reservation. expires_in: a timedelta, or minutes."""
    variation = _first(variation, product)
    _required('reserve_stock', variation=variation, quantity=quantity, outlet=outlet, cart_session_id=cart_session_id)
    expires_in = expires_in if isinstance(expires_in, timedelta) else timedelta(minutes=expires_in)
    with _acting(user):
        reservation_id = _insufficient(
            call, 'reserve_stock', variation_id=_variation(variation), quantity=_number(quantity), outlet_id=_id(outlet),
            cart_session_id=cart_session_id, expires_in=expires_in)
        return StockReservation.objects.get(pk=reservation_id)


def commit_reservation(reservation, reason='', reference_id=None, user=None):
    """Sells what is held: a list of Deduction. ReservationResolved if it has expired or is used up."""
    with _acting(user):
        rows = _insufficient(call, 'commit_reservation', reservation_id=_id(reservation), reason=reason or None, reference_id=_text(reference_id))
        batches = StockBatch.objects.in_bulk([row['batch_id'] for row in rows])
        return [Deduction(batches[row['batch_id']], row) for row in rows]


def release_reservation(reservation, user=None):
    """Gives back what is held."""
    with _acting(user):
        call('release_reservation', reservation_id=_id(reservation))


def release_expired_reservations():
    """Tidies up; returns how many. Nothing depends on it: an expired reservation holds nothing."""
    return call('release_expired_reservations')


def _acting(user):
    return scope(actor=_person(user)) if user is not None else transaction.atomic()


def _person(user):
    return user.get_username() if hasattr(user, 'get_username') else str(user)


def _insufficient(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except InsufficientStock as error:
        raise InsufficientStockError(error.message, error.detail, error.hint) from error


def _in_order(batches):
    return batches.select_related('variation', 'outlet').order_by(F('expiry_date').asc(nulls_last=True), 'received_at', 'id')


def _required(function, **arguments):
    missing = [name for name, value in arguments.items() if value is None]
    if missing:
        raise TypeError(f'{function}() needs {", ".join(missing)}')


def _first(*things):
    return next((thing for thing in things if thing is not None), None)


def _id(thing):
    """The id in primeinv of an object, or of an id."""
    if thing is None or isinstance(thing, int):
        return thing
    mapped = getattr(settings, 'PRIMEINV', {}).get('PRIMEPOS_ID')
    if mapped is not None and getattr(getattr(thing, '_meta', None), 'app_label', None) != 'primeinv':
        return (import_string(mapped) if isinstance(mapped, str) else mapped)(thing)
    return getattr(thing, 'primeinv_id', None) or getattr(thing, 'pk', thing)


def _variation(thing):
    """Stock is kept per variation; a product with one stands for it."""
    if not isinstance(thing, Product):
        return _id(thing)
    ids = list(thing.variation_set.values_list('pk', flat=True)[:2])
    if len(ids) != 1:
        raise ValueError(f'product {thing.pk} has {"no variation" if not ids else "several variations"}: name one')
    return ids[0]


def _cost(variation):
    return Variation.objects.filter(pk=_variation(variation)).values_list('cost', flat=True).first() or Decimal(0)


def _number(value):
    """Decimal, float's 0.1 as it is written."""
    return value if value is None or isinstance(value, (int, Decimal)) else Decimal(str(value))


def _whole(number):
    return int(number) if number == number.to_integral_value() else number.normalize()


def _text(reference):
    return None if reference in (None, '') else str(reference)
