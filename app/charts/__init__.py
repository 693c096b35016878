"""One look for all charts: bars, lines over time, heat maps. Free of any tab."""
