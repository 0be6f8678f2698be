namespace FileLocking;

/// <summary>Tells the analyzers that a method takes a file lock which its caller has to release.</summary>
/// <remarks>The analyzers match the attribute by name, so a project that does not use this package may declare its own copy.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor)]
public sealed class AcquiresLockAttribute : Attribute
{
    /// <summary>The lock's mode is decided by the method's own arguments.</summary>
    public AcquiresLockAttribute() { }

    /// <summary>The lock always has this mode.</summary>
    /// <param name="mode">The mode of the lock that the method takes.</param>
    public AcquiresLockAttribute(FileLockMode mode) => Mode = mode;

    /// <summary>The mode of the lock, or null where the method's arguments decide it.</summary>
    public FileLockMode? Mode { get; }
}
