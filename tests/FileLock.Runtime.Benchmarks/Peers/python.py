# Python's filelock at the same work, told what to do line by line: see Peer.cs.
import sys
import time

import filelock

how, lock = sys.argv[1], filelock.FileLock(sys.argv[2])
for line in sys.stdin:
    if how == "uncontended":
        calls = int(line)
        start = time.perf_counter_ns()
        for _ in range(calls):
            lock.acquire()
            lock.release()
        print((time.perf_counter_ns() - start) // calls, flush=True)
        continue

    print("asking", flush=True)
    lock.acquire()
    woken = time.monotonic_ns()
    lock.release()
    print(woken, flush=True)
