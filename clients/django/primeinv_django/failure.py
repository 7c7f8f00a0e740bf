"""What all errors have in common, and how a driver's error becomes one of them."""
import json
from contextlib import contextmanager
from decimal import Decimal

from django.db.utils import DatabaseError, Error


class PrimeinvError(DatabaseError):
    """An error of the database whose SQLSTATE is one of those that primeinv.errors() lists.

    The driver's own classes say little: psycopg2 has InternalError for PI001 to PI006, and OperationalError, as for a server
    that is down, for 55000. So each SQLSTATE has a class here, and Django's error is its __cause__.
    """

    sqlstate = None

    def __init__(self, message='', detail=None, hint=None):
        super().__init__(message)
        self.message = message
        self.detail = detail
        self.hint = hint

    @property
    def data(self):
        """DETAIL where it is a JSON object, numbers as Decimal or int; else an empty dict."""
        try:
            data = json.loads(self.detail or '', parse_float=Decimal)
        except ValueError:
            return {}
        return data if isinstance(data, dict) else {}


def sqlstate_of(error):
    """The SQLSTATE of Django's or the driver's error; None where there is none."""
    cause = error.__cause__ if isinstance(error, Error) and error.__cause__ is not None else error
    return getattr(error, 'sqlstate', None) or getattr(cause, 'pgcode', None) or getattr(cause, 'sqlstate', None)


def primeinv_error(error):
    """The error as its class here; None where its SQLSTATE has none."""
    from .errors import ERRORS

    kind = ERRORS.get(sqlstate_of(error))
    if kind is None or isinstance(error, PrimeinvError):
        return None
    diag = getattr(error.__cause__, 'diag', None)
    return kind(getattr(diag, 'message_primary', None) or str(error),
                getattr(diag, 'message_detail', None), getattr(diag, 'message_hint', None))


@contextmanager
def translated():
    """Errors of the database in the block come as their classes: for statements of one's own, as an INSERT into the catalogue."""
    try:
        yield
    except Error as error:
        known = primeinv_error(error)
        if known is None:
            raise
        raise known from error
