from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "Chỉ tiêu"

    def ready(self) -> None:
        from indicators.models import TemplateCell, TemplateVersion
        from units.append_only import register_append_only, register_frozen

        # A published form never changes; its cells are written by publishing it and by nothing else.
        register_frozen(TemplateVersion, when="OLD.published_at IS NOT NULL")
        register_append_only(TemplateCell)
