"""Forms as offices really make them, drawn by hand after their public layouts: none is tidy, no two alike."""
