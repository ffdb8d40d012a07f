"""What is run, when and by whom: plans, targets, tasks, yearly rounds."""
