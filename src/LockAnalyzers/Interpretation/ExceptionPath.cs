using LockAnalyzers.Model.Paths;
using LockAnalyzers.Model.Symbolic;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Interpretation;

/// <summary>A way out of an operation by an exception.</summary>
/// <param name="Site">The operation.</param>
/// <param name="State">What is known there.</param>
/// <param name="IsExplicit">The code means to throw there, as a throw statement does.</param>
internal sealed record ExceptionPath(IOperation Site, PathState State, bool IsExplicit)
{
    /// <summary>The exception, where it is known: the refusal of a lock is an IOException.</summary>
    public ITypeSymbol? Type { get; init; }

    /// <summary>The file whose reading or writing failed.</summary>
    public SymbolicExpression? Through { get; init; }
}
