"""Plain tables (CSV, Parquet, GeoJSON) as utilities."""
