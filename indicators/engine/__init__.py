"""Rules of figures and surveys that must be explainable for years: pure, without Django."""
