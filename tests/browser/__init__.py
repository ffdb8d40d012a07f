"""The journeys that people make, in a real Chromium."""
