namespace LockAnalyzers.Recognition.Apis;

/// <summary>How a call opens a file.</summary>
/// <param name="Path">The ordinal of the path; a method without parameters opens the file that its object stands for.</param>
internal sealed record FileOpening(int Path = 0)
{
    /// <summary>The mode that the method stands for.</summary>
    public FileMode? Mode { get; init; }

    /// <summary>The ordinal of the mode, where the caller chooses it.</summary>
    public int? ModeArgument { get; init; }

    /// <summary>Opening the file is writing to it, as a <c>StreamWriter</c> on a path does.</summary>
    public bool WritesPath { get; init; }

    /// <summary>The opened file has a position; a bare handle has none.</summary>
    public bool HasPosition { get; init; }

    /// <summary>.NET opens the file, and on Unix locks it for its share; a native function does not.</summary>
    public bool IsByFramework { get; init; }

    /// <summary>What others may do with the file meanwhile, where the caller has no say in it.</summary>
    public FileShare? Share { get; init; }

    /// <summary>The ordinal of the share, where the caller chooses it.</summary>
    public int? ShareArgument { get; init; }

    /// <summary>
    /// The ordinal of the options, among them whether I/O on the file is asynchronous: by the same bit in .NET and in Windows.
    /// </summary>
    public int? OptionsArgument { get; init; }

    /// <summary>The ordinal of the bool that asks for asynchronous I/O.</summary>
    public int? AsynchronousArgument { get; init; }
}
