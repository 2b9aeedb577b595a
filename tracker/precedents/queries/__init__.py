"""Reading situations, policies, decisions and flags."""
