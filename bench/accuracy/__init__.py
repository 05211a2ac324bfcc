"""What `make eval` writes to docs/accuracy.md: tables, studies and pictures, one module each."""
