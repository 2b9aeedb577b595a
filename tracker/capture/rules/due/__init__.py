"""The grammar of dues: tables of rules per language, and one way to combine and resolve what they find."""
