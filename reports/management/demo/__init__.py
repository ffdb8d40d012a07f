"""The demonstration year: two health centres whose figures all come through the services that people use."""
