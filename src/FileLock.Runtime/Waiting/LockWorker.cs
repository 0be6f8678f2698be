using FileLocking.Native;

namespace FileLocking.Waiting;

/// <summary>A background thread that blocks in calls of the system on behalf of waiters.</summary>
/// <remarks>
/// It stays for a moment after its work: the end of a thread takes longer than all of a grant and would be in the way, on the same
/// processor, of the waiter that has just been woken; and who contends once will contend again.
/// </remarks>
internal sealed class LockWorker
{
    private const int StackBytes = 256 * 1024;
    private const int IdleMilliseconds = 200;
    private const int Most = 128;

    /// <summary>Workers may take this part of the threads that the user's processes may have: the others are the program's own.</summary>
    private const int ShareOfThreads = 8;

    private static readonly object Pool = new();
    private static readonly Stack<LockWorker> Idle = new(Most);
    private static int s_count;

    private readonly AutoResetEvent _called = new(initialState: false);
    private ILockWork? _work;
    private bool _isIdle;

    /// <summary>How many workers there may be at once.</summary>
    internal static int Limit { get; set; } = Math.Clamp((Platform.Current.Host.ThreadLimit ?? int.MaxValue) / ShareOfThreads, 1, Most);

    /// <summary>Does some work on an idle worker or a new one. False if there are as many as there may be, and all of them busy.</summary>
    public static bool TryRun(ILockWork work)
    {
        LockWorker? idle = null;
        using (Gate.Enter(Pool))
        {
            while (idle is null && Idle.TryPop(out var candidate))
            {
                // One that has given up waiting has left its place on the stack behind.
                idle = candidate._isIdle ? candidate : null;
            }
            if (idle is not null)
            {
                idle._isIdle = false;
                idle._work = work;
            }
            else if (s_count >= Limit)
            {
                return false;
            }
            else
            {
                s_count++;
            }
        }
        if (idle is not null)
        {
            idle._called.Set();
            return true;
        }

        try
        {
            var worker = new LockWorker { _work = work };
            new Thread(worker.Live, StackBytes) { IsBackground = true, Name = "FileLock worker" }.UnsafeStart();
            return true;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // The process may start no more threads.
            using (Gate.Enter(Pool))
            {
                s_count--;
            }
            return false;
        }
    }

    private void Live()
    {
        do
        {
            _work!.Run();
            _work = null;
            using (Gate.Enter(Pool))
            {
                _isIdle = true;
                Idle.Push(this);
            }
        } while (_called.WaitOne(IdleMilliseconds) || !TryRetire());
        _called.Dispose();
    }

    /// <summary>False if work was given to this worker at the last moment; it has been called then, or is about to be.</summary>
    private bool TryRetire()
    {
        using (Gate.Enter(Pool))
        {
            if (_isIdle)
            {
                _isIdle = false;
                s_count--;
                return true;
            }
        }
        _called.WaitOne();
        return false;
    }
}
