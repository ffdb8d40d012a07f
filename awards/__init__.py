"""Award titles and their legal rules, dossiers, councils, ballots, decisions."""
