import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "reporting.settings.test"

import django

django.setup()

from tests.bench.run import run_all  # noqa: E402 - needs Django set up

sys.exit(run_all())
