namespace FileLocking.Waiting;

/// <summary>The locks that the current thread has taken and nobody has released, so that it can be kept from waiting for itself.</summary>
/// <remarks>
/// A thread of its own runs one thing after another, so what it waits for itself, it waits for forever. A thread-pool thread runs
/// unrelated work between two awaits of one method; there only the task that it runs, if it runs one, says that it is still the same work.
/// Weak references keep a lock that was lost without release collectable; the slots are used again, so nothing is allocated in the long
/// run.
/// </remarks>
internal static class ThreadHolds
{
    [ThreadStatic]
    private static Slot[]? s_slots;

    /// <summary>Remembers a lock that the current thread took in a synchronous call.</summary>
    public static void Add(FileLockHandle handle)
    {
        var task = Task.CurrentId;
        if (task is null && Thread.CurrentThread.IsThreadPoolThread)
        {
            return;
        }

        var slots = s_slots ??= new Slot[2];
        var free = Array.FindIndex(slots, slot => slot.Held is null);
        if (free < 0)
        {
            free = slots.Length;
            Array.Resize(ref slots, free * 2);
            s_slots = slots;
        }
        slots[free].Set(handle, task);
    }

    /// <summary>Whether this thread is not known to hold any lock.</summary>
    public static bool IsEmpty
    {
        get
        {
            if (s_slots is not null)
            {
                foreach (var slot in s_slots)
                {
                    if (slot.Held is not null)
                    {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /// <summary>Whether this thread, in this task, already holds a lock on the file in the same way.</summary>
    public static bool Contain(QueueKey key)
    {
        if (s_slots is null)
        {
            return false;
        }

        var task = Task.CurrentId;
        foreach (var slot in s_slots)
        {
            if (slot.Task == task && slot.Held is { } held && held.ConflictsWith(key))
            {
                return true;
            }
        }
        return false;
    }

    private struct Slot
    {
        private WeakReference<FileLockHandle>? _handle;

        public int? Task { get; private set; }

        public readonly FileLockHandle? Held =>
            _handle is not null && _handle.TryGetTarget(out var handle) && handle.IsHeld ? handle : null;

        public void Set(FileLockHandle handle, int? task)
        {
            if (_handle is null)
            {
                _handle = new(handle);
            }
            else
            {
                _handle.SetTarget(handle);
            }

            Task = task;
        }
    }
}
