using FileLocking.Native;

namespace FileLocking.Waiting;

/// <summary>One call that waits for a lock. It costs memory only: files are opened on behalf of the head of a queue.</summary>
internal abstract class Waiter(FileLock @lock, FileLockMode mode, Deadline deadline)
{
    private static long s_number;

    public FileLock Lock => @lock;

    public FileLockMode Mode => mode;

    public Deadline Deadline => deadline;

    /// <summary>Tells waiters apart without keeping one alive.</summary>
    public long Number { get; } = Interlocked.Increment(ref s_number);

    /// <summary>Whether the caller's own thread asks the system once its turn has come: nothing can end such a wait early.</summary>
    public virtual bool BlocksCallerThread => false;

    // All that follows is read and written under the gate of the queues, and read by the waiter itself once it has been resumed.

    /// <summary>Which file it waits for, once it has stood in a queue.</summary>
    public FileIdentity File { get; set; }

    /// <summary>The queue that it stands in, or null.</summary>
    public WaitQueue? Queue { get; set; }

    public Waiter? Next { get; set; }

    public Waiter? Previous { get; set; }

    /// <summary>
    /// Whether its turn has come to ask the system on its own thread. It stays at the head of its queue until it is through.
    /// </summary>
    public bool MayBlockNow { get; set; }

    public WaitOutcome Outcome { get; set; }

    /// <summary>The locked file of a granted wait; taken out by the one who makes a handle of it.</summary>
    public OpenFile? Granted { get; set; }

    /// <summary>What a failed wait throws.</summary>
    public Exception? Failure { get; set; }

    /// <summary>
    /// Lets the caller go on, after its outcome was set or its turn has come. Called under no gate, and throws nothing: whoever calls it
    /// has its own work to do.
    /// </summary>
    public abstract void Resume();
}
