"""Plans that arrive as Word or text files: reading, recognising, proposing targets. Writes nothing."""
