from django.apps import AppConfig
from django.db.models.signals import post_migrate


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị"

    def ready(self) -> None:
        from units import sign_ins
        from units.append_only import create_triggers, register_append_only
        from units.models import Event, EventSeal

        register_append_only(Event)
        register_append_only(EventSeal)
        post_migrate.connect(create_triggers, dispatch_uid="append-only-triggers")
        sign_ins.connect()
