"""Reading and claiming alerts, deliveries and notices."""
