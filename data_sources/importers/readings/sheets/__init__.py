"""Readings in CSV and Parquet files: rows or days, told apart and read piece by piece."""
