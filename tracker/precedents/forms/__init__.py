"""The forms of situations, policies, decisions and flags."""
