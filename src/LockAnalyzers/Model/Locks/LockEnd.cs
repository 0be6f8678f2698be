using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Model.Locks;

/// <summary>How a lock ended, and the operation that ended it.</summary>
internal readonly record struct LockEnd(LockEndKind Kind, IOperation Site);
