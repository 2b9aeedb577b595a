"""A second demo company: the City of Boston and its service requests of 2015, through the documented import."""
