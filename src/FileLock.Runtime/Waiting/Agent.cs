namespace FileLocking.Waiting;

/// <summary>A background thread that blocks in the system's lock call on behalf of waiters.</summary>
/// <remarks>
/// It stays for a moment after its work: the end of a thread takes longer than all of a grant and would be in the way, on the same
/// processor, of the waiter that has just been woken; and who contends once will contend again.
/// </remarks>
internal sealed class Agent
{
    private const int StackBytes = 256 * 1024;
    private const int IdleMilliseconds = 200;

    private static readonly List<Agent> Idle = [];

    private readonly AutoResetEvent _called = new(false);
    private Action? _work;

    /// <summary>Does some work on an idle agent or a new one.</summary>
    /// <exception cref="OutOfMemoryException">The process may start no more threads.</exception>
    public static void Run(Action work)
    {
        lock (Idle)
        {
            if (Idle.Count > 0)
            {
                Agent idle = Idle[^1];
                Idle.RemoveAt(Idle.Count - 1);
                idle._work = work;
                idle._called.Set();
                return;
            }
        }
        var agent = new Agent { _work = work };
        new Thread(agent.Live, StackBytes) { IsBackground = true, Name = "FileLock agent" }.UnsafeStart();
    }

    private void Live()
    {
        while (true)
        {
            _work!();
            lock (Idle)
            {
                _work = null;
                Idle.Add(this);
            }
            if (_called.WaitOne(IdleMilliseconds)) continue;
            lock (Idle)
            {
                if (Idle.Remove(this)) break;
            }
            // Called at the last moment.
            _called.WaitOne();
        }
        _called.Dispose();
    }
}
