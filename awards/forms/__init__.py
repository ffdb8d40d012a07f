"""Forms of the awards pages; every form shows its button as a verb."""
