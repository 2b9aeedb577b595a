"""The grammar of the quick line: which words name a kind, a customer, a reference, a topic, a scope, an owner."""
