"""What people send: customers, tiers, and filters of the list."""
