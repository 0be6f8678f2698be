namespace FileLocking;

/// <summary>
/// Tells the analyzers that a method releases the file lock that its counterpart, marked <see cref="AcquiresLockAttribute"/>, took.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReleasesLockAttribute : Attribute;
