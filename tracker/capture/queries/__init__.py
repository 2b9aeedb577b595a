"""Reading what the words of a line may mean: customers, people."""
