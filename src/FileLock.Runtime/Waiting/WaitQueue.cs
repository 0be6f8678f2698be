using System.Diagnostics.CodeAnalysis;
using FileLocking.Native;

namespace FileLocking.Waiting;

/// <summary>The calls of this process that wait for one file: first in, first out, and only the head asks the system.</summary>
/// <remarks>
/// A head that nothing can end early blocks in the system's lock call on its own thread. For every other head an agent thread blocks
/// there, because a blocked flock or LockFileEx cannot be called off: when the waiter leaves, its agent stays blocked, serves the next
/// waiter of the same mode, or gives the lock back the moment it gets it. So at most two agents, one for each mode, exist for a file
/// however many waiters come and go; they are background threads, which do not keep the process alive, and the system takes their
/// request back when it ends. On network file systems, where a blocked call may never return, a timer asks instead.
/// One gate guards all queues: every call that comes here is about to sleep anyway.
/// </remarks>
internal sealed class WaitQueue
{
    /// <summary>So many times in a row a lock passes inside the process before other processes get their chance.</summary>
    internal const int MaxHandOvers = 16;

    private static readonly Dictionary<QueueKey, WaitQueue> Queues = [];
    private static readonly object Gate = new();
    private static volatile int s_waiting;

    private readonly QueueKey _key;
    private readonly bool _polls;
    private readonly LinkedList<Waiter> _waiters = new();
    private readonly bool[] _asking = new bool[2];
    // Once a timer asks, it asks for everybody until nobody waits.
    private bool _polling;
    private int _handOvers;

    private WaitQueue(QueueKey key, bool polls)
    {
        _key = key;
        _polls = polls;
    }

    /// <summary>How many calls of this process wait, for whatever file.</summary>
    internal static int Waiting => s_waiting;

    /// <summary>Whether anybody in this process waits for the file.</summary>
    public static bool HasWaiters(QueueKey key)
    {
        if (s_waiting == 0) return false;
        lock (Gate)
        {
            return Queues.TryGetValue(key, out WaitQueue? queue) && queue._waiters.Count > 0;
        }
    }

    /// <summary>Puts a waiter at the end of its file's queue, which polls if the file lies where blocking calls are not to be trusted.</summary>
    public static WaitQueue Enter(QueueKey key, bool polls, Waiter waiter)
    {
        lock (Gate)
        {
            if (!Queues.TryGetValue(key, out WaitQueue? queue)) Queues.Add(key, queue = new(key, polls));
            waiter.Place = queue._waiters.AddLast(waiter);
            s_waiting++;
            if (queue._waiters.Count == 1) queue.ServeHead();
            return queue;
        }
    }

    /// <summary>Hands a held exclusive lock to this process's next exclusive waiter, so that the system need not be asked.</summary>
    /// <returns>True if the descriptor, and the lock on it, now belong to somebody else.</returns>
    public static bool TryHandOver(OpenFile file)
    {
        if (s_waiting == 0 || file.Identify(out QueueKey key) != 0) return false;
        lock (Gate)
        {
            if (!Queues.TryGetValue(key, out WaitQueue? queue)) return false;
            if (queue._handOvers == MaxHandOvers || queue._waiters.First?.Value is not { InSystem: false, Mode: FileLockMode.Exclusive } head)
            {
                queue._handOvers = 0;
                return false;
            }
            queue._handOvers++;
            head.File?.Dispose();
            queue.Remove(head);
            queue.ServeHead();
            head.Complete(new(GrantKind.Granted, file));
            return true;
        }
    }

    /// <summary>Reports that a waiter whose turn had come is through with the system, granted or not.</summary>
    public void Finish(Waiter waiter)
    {
        lock (Gate)
        {
            Remove(waiter);
            ServeHead();
        }
    }

    /// <summary>Ends a wait at its deadline, after a last attempt where the attempts are paced by a timer.</summary>
    public void TimeOut(Waiter waiter)
    {
        OpenFile? file = null;
        lock (Gate)
        {
            if (waiter.Completion.IsCompleted) return;
            if (_polling && waiter == _waiters.First?.Value) (file, waiter.File) = (waiter.File, null);
        }
        if (file is not null && file.TryLock(waiter.Mode) == 0)
        {
            Deliver(waiter, new(GrantKind.Granted, file));
            return;
        }
        file?.Dispose();
        Leave(waiter, new(GrantKind.TimedOut));
    }

    /// <summary>Ends a wait because its caller no longer wants it.</summary>
    public void Cancel(Waiter waiter) => Leave(waiter, new(GrantKind.Canceled));

    /// <summary>Ends a wait whose caller was thrown out of it, and takes back what it may have been given at the last moment.</summary>
    public void Abandon(Waiter waiter)
    {
        Cancel(waiter);
        Grant grant = waiter.Completion.Result;
        grant.File?.UnlockAndClose();
        if (grant.Kind != GrantKind.TurnCame) return;
        waiter.File!.Dispose();
        Finish(waiter);
    }

    private void Leave(Waiter waiter, Grant answer)
    {
        lock (Gate)
        {
            if (waiter.Completion.IsCompleted) return;
            waiter.File?.Dispose();
            bool wasHead = waiter == _waiters.First!.Value;
            Remove(waiter);
            if (wasHead) ServeHead();
            waiter.Complete(answer);
        }
    }

    private void Remove(Waiter waiter)
    {
        _waiters.Remove(waiter.Place!);
        s_waiting--;
    }

    /// <summary>Sees to it that somebody asks the system on behalf of the head; forgets the queue when nobody is left. Called under the gate.</summary>
    private void ServeHead()
    {
        if (_waiters.First?.Value is not { } head)
        {
            if (!_polling && !_asking[0] && !_asking[1]) Queues.Remove(_key);
            return;
        }
        if (head.InSystem || _polling) return;
        if (_polls)
        {
            _ = PollAsync();
        }
        else if (!_asking[(int)head.Mode])
        {
            if (head.BlocksItself)
            {
                head.InSystem = true;
                head.Complete(new(GrantKind.TurnCame));
            }
            else
            {
                StartAgent(head);
            }
        }
    }

    private void StartAgent(Waiter head)
    {
        OpenFile file = TakeFile(head);
        try
        {
            Agent.Run(() => Ask(file, head.Mode));
        }
        catch (OutOfMemoryException)
        {
            // The process may start no more threads; a timer asks as well, if later.
            _asking[(int)head.Mode] = false;
            head.File = file;
            _ = PollAsync();
        }
    }

    private OpenFile TakeFile(Waiter head)
    {
        OpenFile file = head.File!;
        head.File = null;
        _asking[(int)head.Mode] = true;
        return file;
    }

    /// <summary>The life of an agent: blocks in the system for one head after another, until none is left that needs it.</summary>
    private void Ask(OpenFile file, FileLockMode mode)
    {
        while (true)
        {
            int error = file.LockBlocking(mode);
            if (!Answer(file, mode, error, out OpenFile? nextFile, out FileLockMode nextMode)) return;
            (file, mode) = (nextFile, nextMode);
        }
    }

    /// <summary>Brings an agent's answer to the head, if there is one to take it, and fetches the agent's next question.</summary>
    private bool Answer(OpenFile file, FileLockMode mode, int error, [NotNullWhen(true)] out OpenFile? nextFile, out FileLockMode nextMode)
    {
        lock (Gate)
        {
            _asking[(int)mode] = false;
            _handOvers = 0;
            if (_waiters.First?.Value is { InSystem: false } head && head.Mode == mode)
            {
                head.File?.Dispose();
                Remove(head);
                if (error != 0) file.Dispose();
                head.Complete(error == 0 ? new(GrantKind.Granted, file) : new(GrantKind.Failed, Error: error));
            }
            else
            {
                // Everybody who wanted this lock has left: give it back at once.
                if (error == 0) file.UnlockAndClose();
                else file.Dispose();
            }

            if (!_polling && _waiters.First?.Value is { BlocksItself: false } next && !_asking[(int)next.Mode])
            {
                nextMode = next.Mode;
                nextFile = TakeFile(next);
                return true;
            }
            ServeHead();
            nextMode = default;
            nextFile = null;
            return false;
        }
    }

    /// <summary>Asks on behalf of one head after another, at growing intervals.</summary>
    private async Task PollAsync()
    {
        _polling = true;
        // This begins under the gate, and the callers' clocks are not this library's code.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Waiter? last = null;
        Backoff backoff = default;
        while (true)
        {
            Waiter head;
            lock (Gate)
            {
                if (_waiters.First is null)
                {
                    _polling = false;
                    ServeHead();
                    return;
                }
                head = _waiters.First.Value;
            }
            if (head != last) backoff = default;
            last = head;
            // The first attempt was the caller's own, so the pause comes first.
            try
            {
                await Task.Delay(backoff.Next(), head.Deadline.Clock).ConfigureAwait(false);
            }
            catch (Exception fault)
            {
                // A clock that sets no timers fails the call that came with it, and nobody else's.
                Leave(head, new(GrantKind.Failed, Fault: fault));
                continue;
            }
            TryFor(head);
        }
    }

    private void TryFor(Waiter head)
    {
        OpenFile? file;
        lock (Gate)
        {
            if (head.Completion.IsCompleted) return;
            (file, head.File) = (head.File, null);
        }
        // Its deadline's last attempt is under way.
        if (file is null) return;
        int error = file.TryLock(head.Mode);
        if (error == 0)
        {
            Deliver(head, new(GrantKind.Granted, file));
        }
        else if (_key.Backend.Classify(error) != LockError.Contended)
        {
            file.Dispose();
            Deliver(head, new(GrantKind.Failed, Error: error));
        }
        else
        {
            lock (Gate)
            {
                if (!head.Completion.IsCompleted)
                {
                    head.File = file;
                    return;
                }
            }
            file.Dispose();
        }
    }

    /// <summary>Brings a waiter its answer, or gives the lock back if the waiter has left.</summary>
    private void Deliver(Waiter waiter, Grant grant)
    {
        lock (Gate)
        {
            if (!waiter.Completion.IsCompleted)
            {
                Remove(waiter);
                waiter.Complete(grant);
                ServeHead();
                return;
            }
        }
        grant.File?.UnlockAndClose();
    }
}
