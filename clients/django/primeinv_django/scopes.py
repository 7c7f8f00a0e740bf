"""A transaction for one tenant and one person."""
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

SETTINGS = {'tenant': 'primeinv.tenant', 'actor': 'primeinv.actor', 'client_ip': 'primeinv.client_ip', 'user_agent': 'primeinv.user_agent'}


@contextmanager
def scope(tenant=None, actor=None, *, client_ip=None, user_agent=None, using=None, savepoint=True):
    """A transaction (or a savepoint within one) in which primeinv.tenant and primeinv.actor are set by SET LOCAL: they end with it,
    so that a pooler in transaction mode hands them to nobody else.

    tenant: an id or a Tenant. actor: a name or a user. What is None stays as it was. Scopes nest; at its end an inner one
    puts back what the outer one had set. Also a decorator: @scope(tenant=7).
    """
    alias = using or DEFAULT_DB_ALIAS
    given = {'tenant': _tenant(tenant), 'actor': _actor(actor), 'client_ip': client_ip, 'user_agent': user_agent}
    wanted = {SETTINGS[name]: str(value) for name, value in given.items() if value is not None}
    connection = connections[alias]
    nested = connection.in_atomic_block
    with transaction.atomic(using=alias, savepoint=savepoint):
        before = _set(connection, wanted)
        yield
        if nested and not connection.needs_rollback:  # a transaction that ends takes them with it
            _set(connection, before)


def _set(connection, wanted):
    """Sets these for the transaction and returns what they were."""
    if not wanted:
        return {}
    names = list(wanted)
    with connection.cursor() as cursor:
        cursor.execute('SELECT ' + ', '.join(['current_setting(%s, true)'] * len(names)), names)
        before = dict(zip(names, (value or '' for value in cursor.fetchone())))
        cursor.execute('SELECT ' + ', '.join(['set_config(%s, %s, true)'] * len(names)),
                       [word for name in names for word in (name, wanted[name])])
    return before


def _tenant(tenant):
    return tenant.pk if isinstance(tenant, models.Model) else tenant


def _actor(actor):
    return actor.get_username() if hasattr(actor, 'get_username') else actor
