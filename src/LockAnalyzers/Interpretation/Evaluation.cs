using LockAnalyzers.Model.Paths;
using LockAnalyzers.Model.Symbolic;

namespace LockAnalyzers.Interpretation;

/// <summary>What the evaluation of one operation in one state comes to.</summary>
/// <param name="Results">The states in which it ends, each with the value it yields.</param>
/// <param name="Throws">The ways in which an exception may leave it.</param>
internal sealed record Evaluation(List<(PathState State, SymbolicValue Value)> Results, List<ExceptionPath> Throws);
