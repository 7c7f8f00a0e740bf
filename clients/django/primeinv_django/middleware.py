"""Every request in the scope of its tenant and user."""
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils.module_loading import import_string

from .scopes import scope

NOBODY = 'none'  # no id: a role narrowed to it sees nothing, and functions refuse it


class ScopeMiddleware:
    """Runs each request in one transaction under primeinv.tenant and primeinv.actor, as ATOMIC_REQUESTS does without them.

        PRIMEINV = {
            'TENANT': 'shop.scopes.tenant_of',  # a function of the request, or its path; returns an id, a Tenant or None
            'ACTOR': ...,                       # likewise, returns a name or a user; default: request.user, if somebody is logged in
            'USING': 'default',
        }

    Put it behind the authentication middleware. A request without a tenant is narrowed to none: it sees no rows of primeinv's. An exception of
    the view rolls back; a streaming response is sent after the transaction has ended.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        options = getattr(settings, 'PRIMEINV', {})
        if 'TENANT' not in options:
            raise ImproperlyConfigured("ScopeMiddleware needs PRIMEINV['TENANT']: a function of the request, or its path")
        self.tenant = _function(options['TENANT'])
        self.actor = _function(options.get('ACTOR', _user))
        self.using = options.get('USING', DEFAULT_DB_ALIAS)

    def __call__(self, request):
        tenant = self.tenant(request)
        with scope(NOBODY if tenant is None else tenant, self.actor(request), using=self.using,
                   client_ip=request.META.get('REMOTE_ADDR') or None, user_agent=request.META.get('HTTP_USER_AGENT') or None):
            request.primeinv_failed = False
            response = self.get_response(request)
            if request.primeinv_failed:
                transaction.set_rollback(True, using=self.using)
            return response

    def process_exception(self, request, exception):
        """Django turns the exception into a response, so nobody else could tell that the transaction must not be committed."""
        request.primeinv_failed = True


def _function(given):
    return import_string(given) if isinstance(given, str) else given


def _user(request):
    user = getattr(request, 'user', None)
    return user if user is not None and user.is_authenticated else None
