"""Settings: base, and one module for each way of running (demo, test, production)."""
