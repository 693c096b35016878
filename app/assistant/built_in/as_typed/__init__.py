"""What a question is typed with: shorthand, times of day, years on a plate, ordinary words that are no slips."""
