"""Two selections of one negotiation, one above the other on the same axis."""
