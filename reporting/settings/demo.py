"""`make run`: the demo province on one machine, open to 127.0.0.1 only, mail to the console."""

import os

from reporting.settings.base import *

DEMO = True
DEBUG = False
SECRET_KEY = "demo-only-this-key-is-public-and-production-refuses-it"  # noqa: S105 - public on purpose
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

if os.environ.get("EMAIL_HOST"):  # a mail server of one's own, instead of the console
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = os.environ["EMAIL_HOST"]
    EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
