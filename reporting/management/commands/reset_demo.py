"""`make demo-reset`: empty the demo's database and load the demo province anew."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.utils.translation import gettext as _

from reporting.demo_lock import hold_alone


class Command(BaseCommand):
    help = "Delete everything in the demo's database and uploads, then load the demo province again."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("reset_demo chỉ chạy với cấu hình demo (reporting.settings.demo)."))
        try:
            with hold_alone():
                _empty_the_database()
                shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
                call_command("migrate", interactive=False, verbosity=0)
                call_command("load_demo")
        except BlockingIOError as error:
            raise CommandError(
                _("Báo Cáo Số đang chạy trên cơ sở dữ liệu này. Hãy dừng (Ctrl-C) rồi chạy lại.")
            ) from error
        self.stdout.write(_("Đã nạp lại dữ liệu demo."))


def _empty_the_database() -> None:
    """A SQLite file is deleted; in PostgreSQL the schema, for a flush would meet the append-only triggers."""
    if connection.vendor == "sqlite":
        connection.close()
        path = Path(settings.DATABASES["default"]["NAME"])
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
