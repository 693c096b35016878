"""Health, risk, vegetation and replacement plans: /api/asset-health and /api/vegetation."""
