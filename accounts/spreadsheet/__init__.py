"""Excel files that people fill in: templates to download, and reading them."""
