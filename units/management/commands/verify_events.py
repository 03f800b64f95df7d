"""`manage.py verify_events`: walks the chain of seals; exit 1 and the first event at which it breaks."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from units.models import Event, EventSeal
from units.seals import first_broken_seal


class Command(BaseCommand):
    help = "Verify the chain of seals over the log."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = first_broken_seal()
        if broken is not None:
            self.stderr.write(f"Chuỗi niêm phong bị đứt tại sự kiện {broken.event_id}.")
            sys.exit(1)
        sealed = EventSeal.objects.count()
        waiting = Event.objects.filter(seal__isnull=True).count()
        self.stdout.write(f"Chuỗi niêm phong nguyên vẹn: {sealed} sự kiện, {waiting} chờ niêm phong.")
