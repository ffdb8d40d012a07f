"""The benchmark: ``make bench``. Ratios measured in one run, so that the figures hold on any machine."""
