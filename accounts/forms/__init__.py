"""What people type about themselves, about persons, units and roles."""
