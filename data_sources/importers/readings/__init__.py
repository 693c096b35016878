"""Other people's files of readings: CSV, Parquet, Green Button, NEM12."""
