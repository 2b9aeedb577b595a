"""Reading links, and what a customer may read."""
