"""Reads everything, changes nothing below: dashboards and official documents."""
