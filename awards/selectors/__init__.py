"""Reading awards: questions that views, services and reports ask."""
