"""What is right for customers, decided on facts alone."""
