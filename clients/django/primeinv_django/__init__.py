"""primeinv for Django.

    from primeinv_django import call, scope, InsufficientStock

    with scope(tenant=7, actor=request.user):
        sale = call('checkout', outlet_id=1, items=[{'variation_id': 421, 'quantity': 2}], payments=[...])

Tables and views are unmanaged models in primeinv_django.models; docs/clients.md tells the rest.
"""
from .calls import call
from .errors import *  # noqa: F401,F403
from .errors import ERRORS
from .failure import PrimeinvError, sqlstate_of, translated
from .scopes import scope

__all__ = ['call', 'scope', 'translated', 'sqlstate_of', 'PrimeinvError', 'ERRORS'] + [error.__name__ for error in ERRORS.values()]
