"""Who you are, where you work, what you may do."""
