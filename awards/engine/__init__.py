"""Award arithmetic. Pure Python: no Django, no clock, no float."""
