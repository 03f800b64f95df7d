"""The pages: load, act, answer."""
