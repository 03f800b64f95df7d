"""Pages of the roof: jobs, health."""
