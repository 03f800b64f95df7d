from django.apps import AppConfig


class AggregatesConfig(AppConfig):
    name = "aggregates"
    verbose_name = "Tổng hợp"

    def ready(self) -> None:
        from aggregates.tasks import enqueue_refresh
        from submissions.signals import figures_moved

        figures_moved.connect(enqueue_refresh, dispatch_uid="aggregates.enqueue_refresh")
