"""What workers do: edges without a request. Each opens one short transaction for each row."""
