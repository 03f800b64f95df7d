"""The settings of the demo, with a fast password hash, for real processes.

Else each log-in and each of the demo's people costs most of a second of computing.
"""

from reporting.settings.demo import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
