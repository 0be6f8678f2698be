using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;

namespace LockAnalyzers.Judgement;

/// <summary>The lock call by which an operation waits otherwise on the other platform.</summary>
/// <param name="Call">The call.</param>
/// <param name="Waiting">How it waits, the loop around it included; unknown where a condition says.</param>
internal sealed record WaitingCounterpart(LockCallFacts Call, Waiting Waiting);
