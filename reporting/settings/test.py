"""`make test`: as the demo, with a fast password hash; the databases are set by tests/conftest.py."""

from reporting.settings.demo import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
