"""What runs by itself: the list of jobs, one run of one, and the scheduler that calls them on their slots."""
