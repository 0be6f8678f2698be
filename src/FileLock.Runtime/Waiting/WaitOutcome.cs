namespace FileLocking.Waiting;

/// <summary>
/// How a wait in a queue ended. It is set once, under the gate of the queues, by whoever takes the waiter out of its queue.
/// </summary>
internal enum WaitOutcome
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>The lock is held, by the open file that comes with the outcome.</summary>
    Granted,

    TimedOut,

    Canceled,

    /// <summary>The path names another file than when the wait began: what to wait for has to be found out anew.</summary>
    FileReplaced,

    /// <summary>A call of the system or of the waiter's clock failed, with the exception that comes with the outcome.</summary>
    Failed,
}
