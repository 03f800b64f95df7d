"""Pages of what is asked: load, act, answer."""
