"""Workbooks in and out. Pure: looked into first, read in a limited process, filled by patching XML."""
