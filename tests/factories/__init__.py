"""One factory for each model, in one module for each app."""
