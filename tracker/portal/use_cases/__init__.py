"""Making and ending links, and passing on what customers say."""
