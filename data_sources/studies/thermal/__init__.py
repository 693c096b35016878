"""Whole fleets of transformers as they would be under other loads and another weather."""
