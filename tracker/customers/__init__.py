"""Who was promised: customers, tiers, contact points, search."""
