using System.Runtime.CompilerServices;

namespace FileLocking.Waiting;

/// <summary>Asks the system for a lock on behalf of one head of a queue after another, by blocking in its call.</summary>
/// <remarks>
/// A blocked <c>flock</c> or <c>LockFileEx</c> cannot be called off. When the head leaves, the server stays blocked; the lock that it is
/// granted goes to the next waiter of the same mode, or is given back at once. A server never keeps a waiter while it blocks, for the
/// waiter's task would keep alive, of a wait that its caller has forgotten, the very lock that the server is blocked for.
/// </remarks>
internal sealed class QueueServer(WaitQueue queue, FileLockMode mode) : ILockWork
{
    private OpenFile? _file;
    private Backoff _pauses;

    /// <summary>Gives it the file that it is to begin with.</summary>
    public OpenFile? File
    {
        set => _file = value;
    }

    public void Run()
    {
        while (ServeOnce()) { }
    }

    /// <summary>One question and its answer. False when nobody is left who needs one.</summary>
    /// <remarks>A method of its own, so that no variable of it survives into the next wait.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ServeOnce()
    {
        var file = _file;
        _file = null;
        try
        {
            if (!queue.TryGetAsker(this, mode, out var asker, out var number))
            {
                file?.Dispose();
                return false;
            }
            if (file is null)
            {
                try
                {
                    file = asker.Open(mode);
                }
                catch (Exception e)
                {
                    queue.Fail(number, e);
                    return true;
                }
                if (file is null)
                {
                    // It cannot be opened for now (Windows), so nothing but asking again is left.
                    Thread.Sleep(_pauses.Next());
                    return true;
                }
                if (!queue.IsFor(file))
                {
                    file.Dispose();
                    queue.SendAway(number);
                    return true;
                }
            }
            _pauses = default;
            var error = file.LockBlocking(mode);
            return queue.Answer(this, file, mode, error);
        }
        catch (Exception e)
        {
            // Nothing above is known to throw but for want of memory. Whoever waits is told, and nobody waits in vain.
            file?.Dispose();
            queue.FailAll(this, mode, e);
            return false;
        }
    }
}
