"""What reports and their mails are asked for."""
