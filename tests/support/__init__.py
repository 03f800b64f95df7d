"""What the tests stand on: real databases, real processes, a real browser."""
