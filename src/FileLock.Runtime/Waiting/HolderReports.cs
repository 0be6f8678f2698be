using FileLocking.Native;

namespace FileLocking.Waiting;

/// <summary>Who holds a lock, for the messages of timeouts: found out by a worker, one file at a time, and good for a second.</summary>
/// <remarks>
/// Finding it out may mean reading what thousands of descriptors have open, and a thousand waiters may time out at once. The system is
/// asked by the file's identity, and the file itself is not touched: one that lies on a server that hangs would hold up everybody's
/// reports.
/// </remarks>
internal sealed class HolderReports : ILockWork
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private static readonly object Known = new();
    private static readonly Dictionary<string, Report> ByPath = new(StringComparer.Ordinal);
    private static readonly Queue<Report> Pending = new();
    private static readonly HolderReports Instance = new();
    private static bool s_isRunning;

    private HolderReports() { }

    /// <summary>Who holds the lock, as text; null if nobody can tell, or not within a second.</summary>
    public static string? Ask(FileLock @lock, FileIdentity file)
    {
        var report = AskAsync(@lock, file);
        return report.Wait(Age) ? report.Result : null;
    }

    /// <inheritdoc cref="Ask"/>
    public static Task<string?> AskAsync(FileLock @lock, FileIdentity file)
    {
        var fresh = new Report(@lock.Host, file);
        using (Gate.Enter(Known))
        {
            if (ByPath.TryGetValue(@lock.Path, out var known) && known.IsGood)
            {
                return known.Text;
            }
            foreach (var (other, old) in ByPath)
            {
                if (!old.IsGood)
                {
                    ByPath.Remove(other);
                }
            }
            ByPath[@lock.Path] = fresh;
            Pending.Enqueue(fresh);
            if (s_isRunning)
            {
                return fresh.Text;
            }
            s_isRunning = true;
        }
        if (!LockWorker.TryRun(Instance))
        {
            // All workers are busy, or no thread can be started: the message does without.
            while (TryTakeNext() is { } report)
            {
                report.Complete(null);
            }
        }
        return fresh.Text;
    }

    public void Run()
    {
        while (TryTakeNext() is { } report)
        {
            report.Make();
        }
    }

    private static Report? TryTakeNext()
    {
        using (Gate.Enter(Known))
        {
            if (Pending.TryDequeue(out var next))
            {
                return next;
            }
            s_isRunning = false;
            return null;
        }
    }

    private sealed class Report(IHost host, FileIdentity file)
    {
        private readonly TaskCompletionSource<string?> _text = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _madeAt;

        public Task<string?> Text => _text.Task;

        /// <summary>Whether it is yet to be made, or young enough.</summary>
        public bool IsGood => !_text.Task.IsCompleted || TimeProvider.System.GetElapsedTime(Volatile.Read(ref _madeAt)) < Age;

        public void Make()
        {
            string? text = null;
            try
            {
                var holders = host.FindHolders(file);
                text = holders.Count == 0 ? null : string.Join(", ", holders);
            }
            catch (Exception)
            {
                // It is an ornament of another exception's message.
            }
            Complete(text);
        }

        public void Complete(string? text)
        {
            Volatile.Write(ref _madeAt, TimeProvider.System.GetTimestamp());
            _text.TrySetResult(text);
        }
    }
}
