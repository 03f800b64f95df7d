"""Reading lists of real units into a plan of rows. Pure: no Django, no database of ours."""
