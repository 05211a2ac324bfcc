"""One thread for each product of matrices: requests run side by side anyway."""

from __future__ import annotations

from threadpoolctl import threadpool_limits


def one_thread_a_product() -> None:
    """Limit the BLAS of this process to one thread, for good.

    The product of a query with some thousand vectors takes 1 ms; threads that wait for each other
    inside it made a match six times slower where another job ran (0.24 s, 0.04 s with one thread;
    two cores).
    """
    threadpool_limits(limits=1, user_api="blas")
