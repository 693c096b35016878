"""What the condition of assets means: health, probability of failure, risk, vegetation, and what to replace first."""
