namespace LockAnalyzers.Model.Facts;

/// <summary>How a body treats operations that the system may still be busy with when the call returns.</summary>
/// <param name="AreExpected">It knows the error code that says so.</param>
/// <param name="AreAwaited">It waits until they are done, or asks whether they are.</param>
/// <param name="MemoryIsFreed">It frees memory that it may have passed to native code.</param>
internal sealed record PendingOperations(bool AreExpected, bool AreAwaited, bool MemoryIsFreed)
{
    public static readonly PendingOperations None = new(false, false, false);
}
