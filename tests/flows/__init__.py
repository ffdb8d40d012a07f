"""Whole stories over HTTP: real pages, the forms that stand on them, real redirects."""
