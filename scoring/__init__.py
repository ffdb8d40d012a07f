"""Criteria, self-assessment, verification and scores."""
