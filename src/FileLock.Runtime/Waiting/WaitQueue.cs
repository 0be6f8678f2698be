using System.Diagnostics.CodeAnalysis;

namespace FileLocking.Waiting;

/// <summary>The calls of this process that wait for one file: first in, first out, and only the head asks the system.</summary>
/// <remarks>
/// <para>A head that nothing can end early blocks in the system's lock call on its own thread. For every other head a worker does
/// (<see cref="QueueServer"/>), or polls (<see cref="QueuePoller"/>). At most two workers, one for each mode, exist for a file however many
/// waiters come and go; they are background threads, which do not keep the process alive, and the system takes their request back when it
/// ends.</para>
/// <para>One gate guards all queues. What is done under it is bookkeeping in memory alone: no call of the system, for a call that hangs
/// would hang every lock of the process; no code of the user's; nothing that can throw once it has begun to change something. What has to
/// follow, a
/// <see cref="Duties"/> remembers, and it is done when the gate has been left.</para>
/// </remarks>
internal sealed class WaitQueue
{
    /// <summary>So many times in a row a lock passes inside the process before other processes get their chance.</summary>
    internal const int MaxHandOvers = 16;

    private static readonly Dictionary<QueueKey, WaitQueue> Queues = [];
    private static readonly object AllQueues = new();

    /// <summary>
    /// How many waiters there are for the files whose names fall into a slot, and whether one blocks in the system without a queue.
    /// </summary>
    private static readonly int[] WaitersBySlot = new int[FileLock.Slots];
    private static readonly int[] BlockedBySlot = new int[FileLock.Slots];

    private readonly QueueKey _key;
    private readonly QueueServer[] _servers;
    private readonly bool[] _isServing = new bool[2];
    private readonly QueuePoller _poller;
    private Waiter? _head;
    private Waiter? _tail;
    private int _handOvers;

    // Once a poller asks, it asks for everybody until nobody waits.
    private bool _polls;
    private bool _isPolling;
    private bool _isAttempting;

    private WaitQueue(QueueKey key, bool polls)
    {
        _key = key;
        _polls = polls;
        _servers = [new(this, FileLockMode.Exclusive), new(this, FileLockMode.Shared)];
        _poller = new(this);
    }

    /// <summary>How many calls of this process wait, for whatever file.</summary>
    internal static int Waiting
    {
        get
        {
            var count = 0;
            for (var slot = 0; slot < FileLock.Slots; slot++)
            {
                count += Volatile.Read(ref WaitersBySlot[slot]) + Volatile.Read(ref BlockedBySlot[slot]);
            }
            return count;
        }
    }

    /// <summary>Whether anybody may wait in this process for a file of this name; false is certain. No call, no gate.</summary>
    public static bool MayHaveWaiters(FileLock @lock) => Volatile.Read(ref WaitersBySlot[@lock.Slot]) != 0;

    /// <summary>Whether anybody in this process waits for the file.</summary>
    public static bool HasWaiters(QueueKey key)
    {
        using (Gate.Enter(AllQueues))
        {
            return Queues.TryGetValue(key, out var queue) && queue._head is not null;
        }
    }

    /// <summary>
    /// Claims the right to block in the system at once, without a queue: for one call at a time, of those whose files' names fall into a
    /// slot.
    /// </summary>
    public static bool TryBlockWithoutQueue(FileLock @lock) =>
        !MayHaveWaiters(@lock) && Interlocked.CompareExchange(ref BlockedBySlot[@lock.Slot], 1, 0) == 0;

    /// <summary>Gives the right back.</summary>
    public static void EndBlockWithoutQueue(FileLock @lock) => Volatile.Write(ref BlockedBySlot[@lock.Slot], 0);

    /// <summary>Puts a waiter at the end of its file's queue, unless its wait is over already.</summary>
    /// <param name="waiter">The waiter.</param>
    /// <param name="attempt">
    /// The attempt that was refused. Its file is kept open only if the waiter is the head and is to ask with it.
    /// </param>
    /// <returns>The file, if the waiter is to ask the system on its own thread now (<see cref="Waiter.MayBlockNow"/>); else null.</returns>
    public static OpenFile? Enter(Waiter waiter, in Attempt attempt)
    {
        var polls = waiter.Lock.IsOnNetwork(attempt);
        var duties = default(Duties);
        OpenFile? file = null;
        var isOwned = false;
        var isTurn = false;
        try
        {
            WaitQueue? fresh = null;
            while (true)
            {
                // What may fail comes before anything is changed. Only a head has use for a queue of its own, and for the file.
                if (fresh is null && !HasWaiters(attempt.Key))
                {
                    fresh = new(attempt.Key, polls);
                    // If this fails, it has closed the handle.
                    isOwned = true;
                    file = attempt.ToFile(waiter.Lock);
                }
                using (Gate.Enter(AllQueues))
                {
                    if (waiter.Outcome != WaitOutcome.None)
                    {
                        break;
                    }
                    if (!Queues.TryGetValue(attempt.Key, out var queue))
                    {
                        if (fresh is null)
                        {
                            continue;
                        }
                        Queues.Add(attempt.Key, queue = fresh);
                    }
                    queue.Append(waiter);
                    if (queue._head == waiter)
                    {
                        queue.ServeHead(ref duties);
                    }
                    isTurn = duties.Turn == waiter;
                    if (isTurn)
                    {
                        duties.Turn = null;
                    }
                    else if (duties.Unserved is not null)
                    {
                        (duties.File, file) = (file, null);
                    }
                    break;
                }
            }
        }
        catch
        {
            file?.Dispose();
            if (!isOwned)
            {
                attempt.Close(waiter.Lock);
            }
            throw;
        }
        if (!isOwned)
        {
            attempt.Close(waiter.Lock);
        }
        if (isTurn)
        {
            return file;
        }
        file?.Dispose();
        duties.Do();
        return null;
    }

    /// <summary>Hands a held exclusive lock to this process's next exclusive waiter, so that the system need not be asked.</summary>
    /// <param name="owner">The lock by which it is held.</param>
    /// <param name="file">The locked file.</param>
    /// <returns>True if the descriptor, and the lock on it, now belong to somebody else.</returns>
    public static bool TryHandOver(FileLock owner, OpenFile file)
    {
        // Who blocks in the system without a queue has been there longer than those in the queue.
        if (
            !MayHaveWaiters(owner)
            || Volatile.Read(ref BlockedBySlot[owner.Slot]) != 0
            || file.Identify(out var key) != 0
            || !owner.PathStillRefersTo(file)
        )
        {
            return false;
        }
        var duties = default(Duties);
        using (Gate.Enter(AllQueues))
        {
            if (!Queues.TryGetValue(key, out var queue))
            {
                return false;
            }
            if (queue._handOvers == MaxHandOvers || queue._head is not { MayBlockNow: false, Mode: FileLockMode.Exclusive } head)
            {
                queue._handOvers = 0;
                return false;
            }
            queue._handOvers++;
            queue.End(head, WaitOutcome.Granted, ref duties);
            head.Granted = file;
        }
        duties.Do();
        return true;
    }

    /// <summary>Ends a wait, wherever it stands, unless it is over or blocks in the system on its own thread.</summary>
    public static void Leave(Waiter waiter, WaitOutcome outcome, Exception? failure = null)
    {
        var duties = default(Duties);
        using (Gate.Enter(AllQueues))
        {
            if (waiter.Outcome != WaitOutcome.None || waiter.MayBlockNow)
            {
                return;
            }
            waiter.Failure = failure;
            End(waiter, outcome, ref duties, waiter.Queue);
        }
        duties.Do();
    }

    /// <summary>Ends a wait outside of a queue with a lock; gives the lock back if the waiter has left.</summary>
    public static void Grant(Waiter waiter, OpenFile file)
    {
        var duties = default(Duties);
        var isWanted = false;
        using (Gate.Enter(AllQueues))
        {
            if (waiter.Outcome == WaitOutcome.None)
            {
                isWanted = true;
                End(waiter, WaitOutcome.Granted, ref duties, waiter.Queue);
                waiter.Granted = file;
            }
        }
        if (!isWanted)
        {
            file.UnlockAndClose(waiter.Lock, waiter.Mode);
        }
        duties.Do();
    }

    /// <summary>
    /// Ends a wait at its deadline. False if a poller is about to make an attempt that is the last one for it; by force, it ends all the
    /// same.
    /// </summary>
    public static bool TryTimeOut(Waiter waiter, bool force)
    {
        var duties = default(Duties);
        using (Gate.Enter(AllQueues))
        {
            if (waiter.Outcome != WaitOutcome.None)
            {
                return true;
            }
            if (!force && waiter.Queue is { _isPolling: true, _isAttempting: false } queue && queue._head == waiter)
            {
                return false;
            }
            End(waiter, WaitOutcome.TimedOut, ref duties, waiter.Queue);
        }
        duties.Do();
        return true;
    }

    /// <summary>
    /// Ends the wait of a thread that was interrupted in it, and takes back what it may have been given at the last moment.
    /// </summary>
    public static void Abandon(Waiter waiter)
    {
        var duties = default(Duties);
        OpenFile? granted = null;
        using (Gate.Enter(AllQueues))
        {
            if (waiter.MayBlockNow || waiter.Outcome == WaitOutcome.None)
            {
                End(waiter, WaitOutcome.Canceled, ref duties, waiter.Queue);
            }
            else
            {
                (granted, waiter.Granted) = (waiter.Granted, null);
            }
        }
        duties.Do();
        granted?.UnlockAndClose(waiter.Lock, waiter.Mode);
    }

    /// <summary>Reports that a waiter whose own thread has asked the system is through with it, granted or not.</summary>
    public static void Finish(Waiter waiter)
    {
        var duties = default(Duties);
        using (Gate.Enter(AllQueues))
        {
            waiter.Queue!.Remove(waiter, ref duties);
        }
        duties.Do();
    }

    /// <summary>Makes a waiter whose file was replaced wait again; false if its token or deadline has ended the wait meanwhile.</summary>
    public static bool TryReset(Waiter waiter, CancellationToken cancellationToken)
    {
        var isOver = waiter.Deadline.Remaining == TimeSpan.Zero;
        var duties = default(Duties);
        using (Gate.Enter(AllQueues))
        {
            waiter.Outcome = WaitOutcome.None;
            if (cancellationToken.IsCancellationRequested || isOver)
            {
                End(waiter, isOver ? WaitOutcome.TimedOut : WaitOutcome.Canceled, ref duties, queue: null);
            }
        }
        duties.Do();
        return waiter.Outcome == WaitOutcome.None;
    }

    /// <summary>Whether a file that was opened for a waiter of this queue is the one that the queue is for.</summary>
    public bool IsFor(OpenFile file) => file.Identify(out var key) == 0 && key == _key;

    /// <summary>For whom a server is to open the file next; false, and the server is done, if nobody needs it.</summary>
    public bool TryGetAsker(QueueServer server, FileLockMode mode, [NotNullWhen(true)] out FileLock? asker, out long number)
    {
        var duties = default(Duties);
        using (Gate.Enter(AllQueues))
        {
            if (NeedsServer(mode))
            {
                (asker, number) = (_head!.Lock, _head.Number);
                return true;
            }
            StopServing(server, mode, ref duties);
        }
        duties.Do();
        (asker, number) = (null, 0);
        return false;
    }

    /// <summary>
    /// For whom the poller is to ask; false, and the poller is done, if nobody waits. An attempt is under way until it has ended.
    /// </summary>
    public bool TryBeginPoll(
        QueuePoller poller,
        [NotNullWhen(true)] out FileLock? asker,
        out long number,
        out FileLockMode mode,
        out Deadline deadline
    )
    {
        System.Diagnostics.Debug.Assert(poller == _poller, "A queue has one poller.");
        using (Gate.Enter(AllQueues))
        {
            if (_head is { MayBlockNow: false } head)
            {
                _isAttempting = true;
                (asker, number, mode, deadline) = (head.Lock, head.Number, head.Mode, head.Deadline);
                return true;
            }
            _isPolling = false;
            ForgetIfIdle();
        }
        (asker, number, mode, deadline) = (null, 0, default, default);
        return false;
    }

    /// <summary>An attempt was refused, or could not be made.</summary>
    /// <param name="number">For whom.</param>
    /// <param name="isOver">Whether it was the asker's last one.</param>
    /// <returns>Whether somebody else is the head now.</returns>
    public bool EndPoll(long number = 0, bool isOver = false)
    {
        var duties = default(Duties);
        bool isAnother;
        using (Gate.Enter(AllQueues))
        {
            _isAttempting = false;
            if (isOver && _head is { } head && head.Number == number)
            {
                End(head, WaitOutcome.TimedOut, ref duties);
            }
            isAnother = _head is null || _head.Number != number;
        }
        duties.Do();
        return isAnother;
    }

    /// <summary>
    /// Brings the answer of a server or poller to the head, if there is one to take it. False if nobody needs its next one.
    /// </summary>
    public bool Answer(ILockWork from, OpenFile file, FileLockMode mode, int error)
    {
        var failure = error == 0 ? null : file.Lock.Failure(mode, FileLockOperation.Acquire, error);
        // A file that was deleted while it was waited for is nobody's lock: ask again, with the one that the path names now.
        var isStale = error == 0 && !file.Lock.PathStillRefersTo(file);
        var duties = default(Duties);
        var isTaken = false;
        bool goesOn;
        using (Gate.Enter(AllQueues))
        {
            _handOvers = 0;
            _isAttempting = false;
            if (!isStale && _head is { MayBlockNow: false } head && head.Mode == mode)
            {
                End(head, error == 0 ? WaitOutcome.Granted : WaitOutcome.Failed, ref duties, serveNext: false);
                head.Failure = failure;
                head.Granted = error == 0 ? file : null;
                isTaken = error == 0;
            }
            goesOn = from == _poller ? GoesOnPolling() : NeedsServer(mode);
            if (!goesOn && from != _poller)
            {
                StopServing((QueueServer)from, mode, ref duties);
            }
        }
        if (!isTaken)
        {
            // Everybody who wanted this lock has left, or it is not the one that they want.
            if (error != 0)
            {
                file.Dispose();
            }
            else if (isStale)
            {
                file.UnlockAndClose();
            }
            else
            {
                file.UnlockAndClose(file.Lock, mode);
            }
        }
        duties.Do();
        return goesOn;
    }

    /// <summary>Ends the head's wait with an exception, if it is still the one meant.</summary>
    public void Fail(long number, Exception failure) => EndHead(number, WaitOutcome.Failed, failure);

    /// <summary>Makes the head look for its file anew, if it is still the one meant.</summary>
    public void SendAway(long number) => EndHead(number, WaitOutcome.FileReplaced, failure: null);

    /// <summary>Ends every wait of a server that has to give up.</summary>
    public void FailAll(QueueServer server, FileLockMode mode, Exception failure) =>
        FailAll(failure, (ref Duties duties) => StopServing(server, mode, ref duties));

    /// <summary>Ends every wait of a poller that has to give up.</summary>
    public void FailAll(QueuePoller poller, Exception failure)
    {
        System.Diagnostics.Debug.Assert(poller == _poller, "A queue has one poller.");
        FailAll(
            failure,
            (ref Duties _) =>
            {
                _isPolling = false;
                _isAttempting = false;
                ForgetIfIdle();
            }
        );
    }

    private delegate void Stopping(ref Duties duties);

    private void FailAll(Exception failure, Stopping stop)
    {
        while (true)
        {
            var duties = default(Duties);
            using (Gate.Enter(AllQueues))
            {
                if (_head is { MayBlockNow: false } head)
                {
                    head.Failure = failure;
                    End(head, WaitOutcome.Failed, ref duties, serveNext: false);
                }
                else
                {
                    stop(ref duties);
                }
            }
            var isDone = duties.Ended is null;
            duties.Do();
            if (isDone)
            {
                return;
            }
        }
    }

    private void EndHead(long number, WaitOutcome outcome, Exception? failure)
    {
        var duties = default(Duties);
        using (Gate.Enter(AllQueues))
        {
            if (_head is { MayBlockNow: false } head && head.Number == number)
            {
                head.Failure = failure;
                End(head, outcome, ref duties, serveNext: false);
            }
        }
        duties.Do();
    }

    // What follows is called under the gate.

    private static void End(Waiter waiter, WaitOutcome outcome, ref Duties duties, WaitQueue? queue)
    {
        if (queue is not null)
        {
            queue.End(waiter, outcome, ref duties);
            return;
        }
        waiter.Outcome = outcome;
        duties.Ended = waiter;
    }

    private void End(Waiter waiter, WaitOutcome outcome, ref Duties duties, bool serveNext = true)
    {
        waiter.Outcome = outcome;
        duties.Ended = waiter;
        Remove(waiter, ref duties, serveNext);
    }

    private void Append(Waiter waiter)
    {
        waiter.Queue = this;
        waiter.File = _key.File;
        waiter.Previous = _tail;
        if (_tail is null)
        {
            _head = waiter;
        }
        else
        {
            _tail.Next = waiter;
        }
        _tail = waiter;
        Interlocked.Increment(ref WaitersBySlot[waiter.Lock.Slot]);
    }

    private void Remove(Waiter waiter, ref Duties duties, bool serveNext = true)
    {
        var wasHead = waiter == _head;
        if (waiter.Previous is null)
        {
            _head = waiter.Next;
        }
        else
        {
            waiter.Previous.Next = waiter.Next;
        }
        if (waiter.Next is null)
        {
            _tail = waiter.Previous;
        }
        else
        {
            waiter.Next.Previous = waiter.Previous;
        }
        waiter.Queue = null;
        waiter.Next = null;
        waiter.Previous = null;
        waiter.MayBlockNow = false;
        Interlocked.Decrement(ref WaitersBySlot[waiter.Lock.Slot]);
        if (wasHead && serveNext)
        {
            ServeHead(ref duties);
        }
    }

    /// <summary>Sees to it that somebody asks the system on behalf of the head; forgets the queue when nobody is left.</summary>
    private void ServeHead(ref Duties duties)
    {
        if (_head is not { } head)
        {
            ForgetIfIdle();
        }
        else if (head.MayBlockNow || _isPolling || (!_polls && _isServing[(int)head.Mode]))
        {
            // Somebody does.
        }
        else if (head.BlocksCallerThread)
        {
            head.MayBlockNow = true;
            duties.Turn = head;
        }
        else
        {
            if (_polls)
            {
                _isPolling = true;
            }
            else
            {
                _isServing[(int)head.Mode] = true;
            }
            duties.Unserved = this;
            duties.UnservedPolls = _polls;
            duties.UnservedMode = head.Mode;
            duties.UnservedNumber = head.Number;
        }
    }

    private bool NeedsServer(FileLockMode mode) =>
        !_polls && _head is { MayBlockNow: false, BlocksCallerThread: false } head && head.Mode == mode;

    private bool GoesOnPolling()
    {
        if (_head is { MayBlockNow: false })
        {
            return true;
        }
        _isPolling = false;
        ForgetIfIdle();
        return false;
    }

    private void StopServing(QueueServer server, FileLockMode mode, ref Duties duties)
    {
        System.Diagnostics.Debug.Assert(server == _servers[(int)mode], "A queue has one server for each mode.");
        _isServing[(int)mode] = false;
        ServeHead(ref duties);
    }

    private void ForgetIfIdle()
    {
        if (_head is null && !_isPolling && !_isServing[0] && !_isServing[1])
        {
            Queues.Remove(_key);
        }
    }

    /// <summary>Finds a worker for the head, or polls on the thread pool. Called under no gate, and throws nothing.</summary>
    private void Serve(bool polls, FileLockMode mode, long number, OpenFile? file)
    {
        if (!polls)
        {
            var server = _servers[(int)mode];
            server.File = file;
            if (LockWorker.TryRun(server))
            {
                return;
            }
            server.File = null;
            if (!TryStartPollingInstead(mode))
            {
                file?.Dispose();
                return;
            }
        }
        _poller.Prepare(file, number);
        if (LockWorker.TryRun(_poller))
        {
            return;
        }
        try
        {
            _ = _poller.RunOnPoolAsync();
        }
        catch (OutOfMemoryException e)
        {
            FailAll(_poller, e);
        }
    }

    /// <summary>
    /// As many workers as there may be are busy, or no thread can be started: false if the poller asks already, or nobody waits.
    /// </summary>
    private bool TryStartPollingInstead(FileLockMode mode)
    {
        using (Gate.Enter(AllQueues))
        {
            _isServing[(int)mode] = false;
            _polls = _head is not null;
            if (_head is null || _isPolling)
            {
                ForgetIfIdle();
                return false;
            }
            _isPolling = true;
            return true;
        }
    }

    /// <summary>What has to be done when the gate has been left.</summary>
    private struct Duties
    {
        /// <summary>The waiter whose wait has ended.</summary>
        public Waiter? Ended;

        /// <summary>The waiter whose own thread is to ask the system now.</summary>
        public Waiter? Turn;

        /// <summary>
        /// The queue whose head needs a server or the poller, the head's mode and number, and the open file to begin with.
        /// </summary>
        public WaitQueue? Unserved;
        public bool UnservedPolls;
        public FileLockMode UnservedMode;
        public long UnservedNumber;
        public OpenFile? File;

        public readonly void Do()
        {
            Ended?.Resume();
            Turn?.Resume();
            Unserved?.Serve(UnservedPolls, UnservedMode, UnservedNumber, File);
        }
    }
}
