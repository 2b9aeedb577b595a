"""What every page shares: layout facts, fragments, forms, guards, headers, words for moments."""
