"""What changes situations, policies, decisions and flags."""
