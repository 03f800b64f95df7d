"""`manage.py revoke_token USER --name NAME`: every token of that name stops working at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from units.actions.revoke_token import revoke_token
from units.models import ApiToken


class Command(BaseCommand):
    help = "Make the API tokens of a user that carry a name useless from now on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user")
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        valid = ApiToken.objects.filter(user__username=options["user"], revoked_at__isnull=True).order_by(
            "pk"
        )
        found = list(valid.filter(name=options["name"]))
        if not found:
            names = ", ".join(f"“{token.name}”" for token in valid) or "không có mã nào"
            said = f"“{options['user']}” không có mã truy cập tên “{options['name']}” còn dùng được."
            raise CommandError(f"{said} Hiện có: {names}.")
        for token in found:
            revoke_token(token=token, by=None, at=timezone.now())
        self.stdout.write(f"Đã thu hồi {len(found)} mã truy cập “{options['name']}” của {options['user']}.")
