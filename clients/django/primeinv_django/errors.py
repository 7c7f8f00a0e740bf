# Made by `make docs` from primeinv.api(); do not edit.
"""One exception class a SQLSTATE, with DETAIL's keys as attributes."""
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.utils import IntegrityError, OperationalError

from .failure import PrimeinvError


class InsufficientStock(PrimeinvError, ValueError):
    """PI001: not enough stock; nothing was changed. To do: offer what is available; explain_deduction() tells what each batch
    could give."""

    sqlstate = 'PI001'

    @property
    def lines(self):
        return self.data.get('lines', [])


class ReservationResolved(PrimeinvError):
    """PI002: the reservation has expired or is already resolved. To do: reserve again."""

    sqlstate = 'PI002'

    @property
    def reservation_id(self):
        return self.data.get('reservation_id')

    @property
    def status(self):
        return self.data.get('status')

    @property
    def why(self):
        return self.data.get('why')


class CreditRefused(PrimeinvError):
    """PI003: the customer may not buy on credit. To do: take a payment, or manager_override with a reason."""

    sqlstate = 'PI003'

    @property
    def balance(self):
        return self.data.get('balance')

    @property
    def customer_id(self):
        return self.data.get('customer_id')

    @property
    def overdue(self):
        return self.data.get('overdue')

    @property
    def requested(self):
        return self.data.get('requested')

    @property
    def why(self):
        return self.data.get('why')


class RequestReused(PrimeinvError):
    """PI004: the request id was used before with other arguments. To do: a bug in the client: a new request needs a new id."""

    sqlstate = 'PI004'

    @property
    def function(self):
        return self.data.get('function')

    @property
    def request_id(self):
        return self.data.get('request_id')


class RecordUnchangeable(PrimeinvError):
    """PI005: the record cannot be changed: ledger, audit log, customer entries. To do: correct it by a new record, with the
    functions."""

    sqlstate = 'PI005'

    @property
    def table(self):
        return self.data.get('table')


class BatchNotSellable(PrimeinvError):
    """PI006: that batch cannot be sold: expired, held, quarantined or recalled, or too little of it is left for a line that
    names it. To do: name another batch, or none."""

    sqlstate = 'PI006'

    @property
    def batch(self):
        return self.data.get('batch')

    @property
    def batch_id(self):
        return self.data.get('batch_id')

    @property
    def batches(self):
        return self.data.get('batches', [])

    @property
    def why(self):
        return self.data.get('why')


class BadArgument(PrimeinvError, ValueError):
    """22023: a bad argument; for JSON the path of the key is named. To do: correct it."""

    sqlstate = '22023'


class Duplicate(PrimeinvError, IntegrityError):
    """23505: a SKU, barcode, external id or the like is taken. To do: choose another."""

    sqlstate = '23505'


class CheckFailed(PrimeinvError, IntegrityError):
    """23514: a value that the catalogue does not allow. To do: correct it."""

    sqlstate = '23514'


class ReadOnly(PrimeinvError):
    """25006: a change in a READ ONLY transaction or on a standby. To do: send it to the primary."""

    sqlstate = '25006'


class Conflict(PrimeinvError, OperationalError):
    """40001: a conflict with another transaction. To do: repeat the transaction, with the same request_id."""

    sqlstate = '40001'


class Deadlock(PrimeinvError, OperationalError):
    """40P01: a deadlock, which transactions of several calls can meet. To do: repeat the transaction, with the same
    request_id."""

    sqlstate = '40P01'


class NotAllowed(PrimeinvError, PermissionDenied):
    """42501: the role may not do that, or not for this tenant. To do: grant_tenant(), or another level."""

    sqlstate = '42501'


class WrongState(PrimeinvError):
    """55000: the record is in the wrong state for that. To do: read the record again."""

    sqlstate = '55000'


class NotFound(PrimeinvError, ObjectDoesNotExist):
    """P0002: no such record, or another tenant's. To do: check the id, and primeinv.tenant."""

    sqlstate = 'P0002'


ERRORS = {
    'PI001': InsufficientStock,
    'PI002': ReservationResolved,
    'PI003': CreditRefused,
    'PI004': RequestReused,
    'PI005': RecordUnchangeable,
    'PI006': BatchNotSellable,
    '22023': BadArgument,
    '23505': Duplicate,
    '23514': CheckFailed,
    '25006': ReadOnly,
    '40001': Conflict,
    '40P01': Deadlock,
    '42501': NotAllowed,
    '55000': WrongState,
    'P0002': NotFound,
}

__all__ = [
    'InsufficientStock',
    'ReservationResolved',
    'CreditRefused',
    'RequestReused',
    'RecordUnchangeable',
    'BatchNotSellable',
    'BadArgument',
    'Duplicate',
    'CheckFailed',
    'ReadOnly',
    'Conflict',
    'Deadlock',
    'NotAllowed',
    'WrongState',
    'NotFound',
]
