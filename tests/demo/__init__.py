"""The demonstration year: complete, believable, the same every time."""
