"""What makes cases comparable and decisions inconsistent, decided on facts alone."""
