"""Free SQL for models: one statement, read whole, rewritten to what the asker may see, and run within limits."""
