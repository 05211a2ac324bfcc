"""What the studies in `notebooks/` share, one module each, and how they are run."""
