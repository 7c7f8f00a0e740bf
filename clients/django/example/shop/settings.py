"""A shop whose stock is primeinv's and whose users, orders and pages are Django's."""
from os import environ

SECRET_KEY = 'of an example'
DEBUG = False
ALLOWED_HOSTS = ['*']
USE_TZ = True
TIME_ZONE = 'UTC'
ROOT_URLCONF = 'shop.urls'
DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'

INSTALLED_APPS = [
    'django.contrib.auth',
    'django.contrib.contenttypes',
    'django.contrib.sessions',
    'primeinv_django',
    'till',
]

MIDDLEWARE = [
    'django.contrib.sessions.middleware.SessionMiddleware',
    'django.contrib.auth.middleware.AuthenticationMiddleware',
    'primeinv_django.middleware.ScopeMiddleware',
]

PRIMEINV = {'TENANT': 'till.scopes.tenant_of'}

DATABASES = {
    'default': {
        'ENGINE': 'django.db.backends.postgresql',
        'NAME': environ.get('PGDATABASE', 'shop'),
        'USER': environ.get('PGUSER', ''),
        'HOST': environ.get('PGHOST', ''),
        'PORT': environ.get('PGPORT', ''),
    },
}

TEST_RUNNER = 'primeinv_django.testing.PrimeinvTestRunner'
PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']  # fast, for an example's tests
