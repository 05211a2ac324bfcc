"""Timings and accuracy, each beside a peer in the same run."""

import service  # noqa: F401  # sets the number of threads before numpy is there
