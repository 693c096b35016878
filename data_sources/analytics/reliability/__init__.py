"""Distribution reliability indices of IEEE Std 1366-2022, measured and predicted: arrays in, arrays out."""
