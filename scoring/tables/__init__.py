"""Columns of the lists of the app."""
