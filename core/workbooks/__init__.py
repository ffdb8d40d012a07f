"""Workbooks that people download, fill in and bring back: template, reading, and the door they come in by."""
