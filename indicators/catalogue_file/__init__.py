"""The catalogue as one workbook: what goes out comes back as it was (docs/decisions/024)."""
