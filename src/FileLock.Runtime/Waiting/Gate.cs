namespace FileLocking.Waiting;

/// <summary>
/// A monitor for bookkeeping that must run to its end: <see cref="Thread.Interrupt"/> does not keep it from being entered.
/// </summary>
/// <remarks>
/// An interrupt that arrives while the thread waits for the monitor is put back when the monitor is left, and then ends the thread's next
/// wait.
/// </remarks>
internal static class Gate
{
    public static Section Enter(object gate) => Monitor.TryEnter(gate) ? new(gate, isInterrupted: false) : Wait(gate);

    private static Section Wait(object gate)
    {
        var isInterrupted = false;
        var isTaken = false;
        while (!isTaken)
        {
            try
            {
                Monitor.Enter(gate, ref isTaken);
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }
        return new(gate, isInterrupted);
    }

    /// <summary>The time inside; disposing it leaves.</summary>
    public readonly ref struct Section(object gate, bool isInterrupted)
    {
        public void Dispose()
        {
            Monitor.Exit(gate);
            if (isInterrupted)
            {
                Thread.CurrentThread.Interrupt();
            }
        }
    }
}
