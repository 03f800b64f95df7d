from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = "Báo cáo của đơn vị"

    def ready(self) -> None:
        from submissions.models import Displacement, Revision, Signature
        from units.append_only import register_append_only
        from units.guards import register_versioned

        register_append_only(Revision)
        register_append_only(Signature)
        register_versioned(Displacement)
