"""What a fuzzer drives; each runs without one too, as a test of the suite."""
