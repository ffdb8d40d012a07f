"""The scoring engine: criteria and measured values in, points with their reasons out.

Pure Python: no Django, no clock, no settings, no float. The calculation is written down in docs/scoring.md.
"""
