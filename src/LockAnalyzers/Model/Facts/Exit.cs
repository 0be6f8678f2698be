using LockAnalyzers.Model.Symbolic;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Model.Facts;

/// <summary>Where a path leaves the body, and what it tells the caller.</summary>
internal sealed record Exit(ExitKind Kind, Location Location)
{
    public ReportedResult Result { get; init; }

    /// <summary>The constant that is returned, where it is one.</summary>
    public long? ReturnCode { get; init; }

    /// <summary>The path leaves with a note of the lock in a member: a flag that is set, or the locked file itself.</summary>
    public bool IsRecordedInMember { get; init; }

    /// <summary>For an exception: the file whose reading or writing failed.</summary>
    public SymbolicExpression? FaultingFile { get; init; }

    /// <summary>The path leaves with the locked file in other hands.</summary>
    public bool IsHandedOff { get; init; }
}
