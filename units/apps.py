from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị"

    def ready(self) -> None:
        from units import sign_ins
        from units.append_only import create_triggers, register_append_only
        from units.guards import create_guards, drop_guards, register_versioned
        from units.models import Event, EventSeal, Placement, Succession, Terminal, Unit, UnitCode, UnitName

        register_append_only(Event)
        register_append_only(EventSeal)
        post_migrate.connect(create_triggers, dispatch_uid="append-only-triggers")
        for model in (Unit, UnitCode, UnitName, Placement, Succession, Terminal):
            register_versioned(model)
        pre_migrate.connect(drop_guards, dispatch_uid="drop-guards")
        post_migrate.connect(create_guards, dispatch_uid="create-guards")
        sign_ins.connect()
