"""Scripts that run before or around Django: installing, serving, testing. Standard library only."""
