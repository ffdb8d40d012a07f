from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "Số liệu"

    def ready(self) -> None:
        from indicators import policies  # noqa: F401  (registers who may do what)
        from indicators.selectors import procedure_figures  # noqa: F401  (registers the figures of procedures)
