"""`make run`: prepare the demo, then run web, scheduler and worker in one terminal until Ctrl-C."""

import os
import socket
import sys
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection
from django.utils import translation
from django.utils.translation import gettext as _

from reporting.demo_lock import hold_while_running
from reporting.supervise import Child, Supervisor

HOST = "127.0.0.1"
PASSWORD = "demo-2026"  # noqa: S105 - public on purpose, refused outside the demo settings


class Command(BaseCommand):
    help = "Prepare the demo province and run web, scheduler and worker; PORT and DATABASE_URL are honoured."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        english = os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en")
        with translation.override("en" if english else "vi"):
            if not settings.DEMO:
                raise CommandError(_("run_demo chỉ chạy với cấu hình demo (reporting.settings.demo)."))
            port = _port()
            _refuse_taken(port)
            with hold_while_running():
                self._prepare()
                self._run(port)

    def _prepare(self) -> None:
        """Bring database and static files up to date; a fresh database gets the demo province."""
        self._say(_("Chuẩn bị cơ sở dữ liệu…"))
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:
            raise CommandError(
                _("Không mở được cơ sở dữ liệu. Kiểm tra DATABASE_URL rồi chạy lại.\n%(reason)s")
                % {"reason": str(error).strip()}
            ) from error
        if not get_user_model().objects.exists():
            self._say(_("Nạp dữ liệu tỉnh demo…"))
            call_command("load_demo")
        call_command("collectstatic", interactive=False, verbosity=0)
        connection.close()

    def _run(self, port: int) -> None:
        supervisor = Supervisor(_children(port), on_death=self._say_death)
        supervisor.start()
        try:
            supervisor.watch(while_=lambda: not _is_healthy(port))
            if not supervisor.stopping:
                self._say(_welcome(port))
            supervisor.watch()
        finally:
            self._say(_("Đang dừng…"))
            supervisor.stop()

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _say_death(self, child: Child, code: int, pause: float) -> None:
        self._say(
            _("Tiến trình %(name)s đã dừng (mã %(code)s); khởi động lại sau %(seconds)d giây.")
            % {"name": child.name, "code": code, "seconds": pause}
        )


def _children(port: int) -> list[Child]:
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    web = [
        *(sys.executable, "-m", "gunicorn", "reporting.wsgi:application"),
        *("--chdir", str(settings.BASE_DIR), "--bind", f"{HOST}:{port}", "--no-control-socket"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "8", "--log-level", "warning"),
    ]
    return [
        Child(name="web", command=web),
        Child(name="scheduler", command=[*manage, "run_scheduler"]),
        Child(name="worker", command=[*manage, "run_worker"]),
    ]


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise CommandError(_("PORT phải là số từ 1 đến 65535, không phải “%(text)s”.") % {"text": text})
    return int(text)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                _(
                    "Cổng %(port)s không dùng được (%(reason)s): có thể chương trình khác đang dùng. "
                    "Hãy chọn cổng khác: PORT=%(other)s make run"
                )
                % {"port": port, "reason": error.strerror, "other": port + 1 if port < 65535 else 8000}
            ) from error


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _welcome(port: int) -> str:
    people = [
        ("lan", _("cán bộ nhập báo cáo của một xã")),
        ("minh", _("chủ tịch xã đó, ký gửi báo cáo")),
        ("hoa", _("người duyệt số liệu, Sở Y tế")),
        ("binh", _("giám đốc Sở Y tế")),
        ("nga", _("chuyên viên cơ quan yêu cầu báo cáo, Sở Y tế")),
        ("tien", _("trung tâm y tế khu vực: nhập và duyệt")),
        ("thu", _("giám đốc trung tâm đó, ký gửi báo cáo tổng hợp")),
        ("ha", _("Sở Y tế: tổng hợp từ các trung tâm; binh ký")),
        ("dung", _("lãnh đạo tỉnh")),
        ("quan", _("quản trị hệ thống")),
        ("thanh", _("kiểm tra, giám sát")),
    ]
    lines = [f"  {name:<6} {role}" for name, role in people]
    return "\n".join(
        [
            "",
            _("Báo Cáo Số đã sẵn sàng: %(address)s") % {"address": f"http://{HOST}:{port}/"},
            _("Đăng nhập bằng một trong các tên sau, mật khẩu %(password)s:") % {"password": PASSWORD},
            *lines,
            _("Dừng: Ctrl-C"),
            "",
        ]
    )
