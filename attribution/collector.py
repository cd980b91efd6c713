"""Python's garbage collector in a process that does nothing but read articles.

What was loaded stays, and what an article leaves behind is mostly freed without the collector. So it need not go
through the model again and again, and may come round less often: 5% of the time on short articles.
"""

import gc

#: Objects made, less those freed, between two rounds; Python's own default is 700 or 2,000.
OBJECTS = 50_000


def settle() -> None:
    """Leave all that there is now out of later rounds, and make those rare. For a process of one's own."""
    gc.collect()
    # This also keeps the collector from writing to memory that forked processes share.
    gc.freeze()
    gc.set_threshold(OBJECTS)
