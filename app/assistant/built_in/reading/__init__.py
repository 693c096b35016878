"""What a question means: tools whose words cover it, with the arguments that it gives; the best reading first."""
