"""Pages of the ground floor: load, act, answer."""
