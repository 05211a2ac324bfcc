"""Moving entries in and out of files: JSON Lines, CSV and Excel, each way without loss."""
