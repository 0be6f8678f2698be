using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Model.Locks;

/// <summary>One read or write of a locked file while the lock was held.</summary>
/// <param name="Site">The call.</param>
/// <param name="Size">How much it reaches, as the call says it.</param>
/// <param name="IsWrite">True when it changes the file.</param>
/// <param name="Start">The position it begins at.</param>
/// <param name="Bytes">How many bytes it reaches, where that is a number.</param>
internal sealed record LockedAccess(IOperation Site, TransferSize Size, bool IsWrite, SymbolicValue Start, SymbolicValue Bytes)
{
    /// <summary>True for a write that begins at the end of the file.</summary>
    public bool Appends => IsWrite && Start.Expression is SymbolicExpression.LengthOf;
}
