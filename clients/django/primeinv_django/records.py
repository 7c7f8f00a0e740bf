"""What the generated models have in common."""
from django.db import models
from django.db.models import QuerySet


class ExactDecimalField(models.DecimalField):
    """A DecimalField that hands the value on as it is. Django's rounds to decimal_places; here a database that cannot hold it exactly says so."""

    def get_db_prep_save(self, value, connection):
        return self.to_python(value)

    def get_db_prep_value(self, value, connection, prepared=False):
        return self.to_python(value)

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, 'primeinv_django.records.ExactDecimalField', args, kwargs


class ReadOnlyQuerySet(QuerySet):
    """Rows that functions write: call() them."""

    def _refuse(self, *args, **kwargs):
        raise TypeError(f'{self.model._meta.db_table} is written by functions: see primeinv_django.call()')

    create = bulk_create = bulk_update = update = delete = get_or_create = update_or_create = _refuse


class CatalogueQuerySet(QuerySet):
    """Rows that applications write with SQL; rows are not deleted, since stock and sales refer to them."""

    def delete(self):
        raise TypeError(f'{self.model._meta.db_table}: rows are not deleted; set is_active')

    def _batched_insert(self, objs, fields, *args, **kwargs):  # bulk_create's
        fields = [field for field in fields if any(obj._writes(field, True) for obj in objs)]
        return super()._batched_insert(objs, fields, *args, **kwargs)


class Record(models.Model):
    """A row of a table or view that functions write."""

    objects = ReadOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        raise TypeError(f'{self._meta.db_table} is written by functions: see primeinv_django.call()')

    def delete(self, *args, **kwargs):
        raise TypeError(f'{self._meta.db_table} is written by functions: see primeinv_django.call()')


class View(Record):
    """A row of a view. Views have no key: Django is told that the first column is one, but only the same object is equal."""

    class Meta:
        abstract = True

    def __eq__(self, other):
        return self is other

    def __hash__(self):
        return id(self)


class Catalogue(models.Model):
    """A row that applications write with SQL.

    A column that only functions write is left out of INSERT and UPDATE; one that needs more than the level app (credit limits) is
    left out unless it was changed, since a role may not even name it.
    """

    never_written = frozenset()
    written_if_changed = frozenset()
    given_by_database = frozenset()  # where they are None

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        abstract = True

    def delete(self, *args, **kwargs):
        raise TypeError(f'{self._meta.db_table}: rows are not deleted; set is_active')

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        instance._read = dict(zip(field_names, values))
        return instance

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self._remember()

    def _writes(self, field, inserting):
        if field.attname in self.never_written:
            return False
        value = getattr(self, field.attname)
        if value is None and field.attname in self.given_by_database:
            return False
        if field.attname not in self.written_if_changed:
            return True
        return value != (field.get_default() if inserting else getattr(self, '_read', {}).get(field.attname))

    def _do_insert(self, manager, using, fields, returning_fields, raw):
        fields = [field for field in fields if self._writes(field, True)]
        result = super()._do_insert(manager, using, fields, returning_fields, raw)
        self._remember()
        return result

    def _do_update(self, base_qs, using, pk_val, values, update_fields, forced_update):
        values = [value for value in values if self._writes(value[0], False)]
        updated = super()._do_update(base_qs, using, pk_val, values, update_fields, forced_update)
        self._remember()
        return updated

    def _remember(self):
        """What the row has in these columns, those left out that were not read yet."""
        self._read = {name: self.__dict__[name] for name in self.written_if_changed if name in self.__dict__}
