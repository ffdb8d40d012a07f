"""Filters of the lists of the app."""
