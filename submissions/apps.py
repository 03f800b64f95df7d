from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = "Báo cáo của đơn vị"

    def ready(self) -> None:
        from submissions.models import Revision
        from units.append_only import register_append_only

        register_append_only(Revision)
