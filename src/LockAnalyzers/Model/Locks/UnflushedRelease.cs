using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Model.Locks;

/// <summary>A release during which a writer of unknown buffering may have kept something.</summary>
/// <param name="Site">The call in the body that releases.</param>
/// <param name="Call">The lock call that it makes.</param>
/// <param name="Writer">The writer or stream.</param>
internal sealed record UnflushedRelease(IOperation Site, LockCall Call, SymbolicExpression Writer);
