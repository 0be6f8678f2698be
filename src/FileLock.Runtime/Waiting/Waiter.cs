using FileLocking.Native;

namespace FileLocking.Waiting;

/// <summary>One call that waits for a lock, in the queue of its file. It takes over the caller's open descriptor.</summary>
internal sealed class Waiter(OpenFile file, FileLockMode mode, Deadline deadline, bool blocksItself)
{
    // Continuations run elsewhere: whoever completes a waiter is an agent or a releasing holder and has its own work to do.
    private readonly TaskCompletionSource<Grant> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FileLockMode Mode => mode;

    public Deadline Deadline => deadline;

    /// <summary>Whether the caller's own thread asks the system once its turn has come: nothing can end such a wait early.</summary>
    public bool BlocksItself => blocksItself;

    /// <summary>Null while somebody is asking the system with it.</summary>
    public OpenFile? File { get; set; } = file;

    /// <summary>Whether the caller's own thread is, or is about to be, blocked in the system's lock call.</summary>
    public bool InSystem { get; set; }

    /// <summary>Where it stands in the queue.</summary>
    public LinkedListNode<Waiter>? Place { get; set; }

    public Task<Grant> Completion => _completion.Task;

    /// <summary>Called once, by whoever took the waiter out of its queue or brought its turn.</summary>
    public void Complete(Grant grant) => _completion.SetResult(grant);
}

/// <summary>How a wait ended.</summary>
internal enum GrantKind
{
    /// <summary>The lock is held, by the descriptor that comes with the grant.</summary>
    Granted,

    /// <summary>The caller is at the head of the queue and is to block in the system itself.</summary>
    TurnCame,

    TimedOut,

    Canceled,

    /// <summary>The system's lock call failed with the code, or the waiter's clock with the exception, that comes with the grant.</summary>
    Failed,
}

/// <summary>What a waiter is told at the end.</summary>
internal readonly record struct Grant(GrantKind Kind, OpenFile? File = null, int Error = 0, Exception? Fault = null);

/// <summary>What has to be the same for descriptors to be interchangeable: which file, opened how, locked how.</summary>
internal sealed record QueueKey(FileIdentity File, FileAccess Access, ILockBackend Backend, ByteRange Range);
