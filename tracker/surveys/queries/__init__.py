"""Who is asked, what was asked and answered, and how many answered what."""
