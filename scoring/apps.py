from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = "Chấm điểm"

    def ready(self) -> None:
        from scoring import policies  # noqa: F401  (registers who may do what)
        from scoring.selectors import ledger_figures  # noqa: F401  (registers what is known of figures)
