using LockAnalyzers.Model.Symbolic;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Model.Facts;

/// <summary>Something written that may still be in a buffer when a lock is released.</summary>
/// <param name="Write">The last write.</param>
/// <param name="Release">The unlock, or the closing of the lock handle.</param>
/// <param name="Writer">The writer or stream that keeps it.</param>
internal sealed record UnflushedWrite(IOperation Write, IOperation Release, SymbolicExpression Writer);
