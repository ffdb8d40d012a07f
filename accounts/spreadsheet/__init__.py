"""The Excel file of units and people."""
