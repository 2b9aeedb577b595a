"""Reading the register, and counting by topic."""
