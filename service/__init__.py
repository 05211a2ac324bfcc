"""The service: Flask application, JSON API, pages, configuration and the `faultkb` command."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""One thread a product: requests run side by side, and threads that wait for each other inside one
made a busy match six times slower (0.24 s against 0.04 s, two cores, another job beside it).
"""
