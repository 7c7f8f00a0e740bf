from django.apps import AppConfig


class PrimeinvConfig(AppConfig):
    name = 'primeinv_django'
    label = 'primeinv'
    verbose_name = 'primeinv'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self):
        from . import checks  # noqa: F401
