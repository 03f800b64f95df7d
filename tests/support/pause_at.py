"""Run manage.py with one function made to stop right after its work, so that a kill can be aimed.

    python -m tests.support.pause_at MODULE:NAME [--before] -- run_job send_reminders

The function is the real one; when it has returned (or, with --before, when it is called) the process says
"PAUSED" and sleeps. Nothing of the product knows about this.
"""

import importlib
import os
import sys
import time
from typing import Any


def main(arguments: list[str]) -> None:
    target, rest = arguments[0], arguments[1:]
    before = "--before" in rest[: rest.index("--")]
    command = rest[rest.index("--") + 1 :]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.quick_demo")
    import django
    from django.core.management import call_command

    django.setup()
    holder, _, name = target.rpartition(":")
    owner: Any = importlib.import_module(holder.split("/")[0])
    for part in holder.split("/")[1:]:
        owner = getattr(owner, part)
    work = getattr(owner, name)

    def pausing(*args: Any, **kwargs: Any) -> Any:
        done = None if before else work(*args, **kwargs)
        print("PAUSED", flush=True)
        time.sleep(600)
        return done

    setattr(owner, name, pausing)
    call_command(*command)


if __name__ == "__main__":
    main(sys.argv[1:])
