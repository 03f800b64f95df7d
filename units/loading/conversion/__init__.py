"""Reading the official conversion table of 2025-07-01: bytes → rows → statements → a country and a report.

Pure: no Django. Words for people are in `units/conversion_words.py`.
"""
