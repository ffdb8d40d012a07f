"""A criteria set as an Excel workbook: one sheet for each part of it, written and read back without loss."""
