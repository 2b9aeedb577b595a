"""What the reports reckon with: periods, figures, and what is realistic. Pure."""
