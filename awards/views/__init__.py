"""Pages of awards: one module for each aggregate."""
