"""Reading promises."""
