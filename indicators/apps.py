from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "Số liệu"

    def ready(self) -> None:
        from indicators import policies  # noqa: F401  (registers who may do what)
        from indicators.selectors import procedure_figures, survey_figures  # noqa: F401  (tell where figures come from)
        from indicators.services import unit_kinds  # noqa: F401  (units with figures keep their kind)
