"""What is measured: indicators, measurements and the sources they come from."""
