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

    if how.startswith("contend "):
        turn, hold, count = int(line) * 1_000_000, int(how.split()[1]) / 1000, 0
        start = time.monotonic_ns()
        while time.monotonic_ns() - start < turn:
            lock.acquire()
            if hold > 0:
                time.sleep(hold)
            lock.release()
            count += 1
        print(count, flush=True)
        continue

    print("asking", flush=True)
    lock.acquire()
    woken = time.monotonic_ns()
    lock.release()
    print(woken, flush=True)
