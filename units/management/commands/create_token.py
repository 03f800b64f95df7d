"""`manage.py create_token USER --name NAME …`: prints the token once, as the last word."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from units.actions.create_token import create_token
from units.errors import BadContent, NotWithinReach
from units.models import User
from units.queries import find_unit


class Command(BaseCommand):
    help = "Create an API token for a user; it is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user")
        parser.add_argument("--name", required=True)
        parser.add_argument("--scope", default="read", help="comma list of read, submit, review, admin")
        parser.add_argument("--unit", help="code of a unit of today to which the token is limited")
        parser.add_argument("--days", type=int, default=90)

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"Không có người dùng “{options['user']}”.")
        scopes = [scope.strip() for scope in options["scope"].split(",") if scope.strip()]
        try:
            unit = (
                find_unit(options["unit"], on=timezone.localdate(), scheme=None) if options["unit"] else None
            )
            row, token = create_token(
                user=user,
                name=options["name"],
                scopes=scopes,
                unit=unit,
                days=options["days"],
                by=None,
                at=timezone.now(),
            )
        except BadContent as error:
            raise CommandError(" ".join(error.messages)) from error
        except NotWithinReach as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Mã truy cập “{row.name}” ({row.scopes}), hết hạn {row.expires_at:%d/%m/%Y}: {token}"
        )
