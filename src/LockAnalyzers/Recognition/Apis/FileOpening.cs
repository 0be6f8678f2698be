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
}
