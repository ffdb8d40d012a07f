from core.selectors.audit import history_of
from core.selectors.health import Health, health
from core.selectors.transitions import available_transitions

__all__ = ["Health", "available_transitions", "health", "history_of"]
