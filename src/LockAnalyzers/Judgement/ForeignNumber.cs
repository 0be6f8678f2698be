using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Judgement;

/// <summary>A number of one system where another system is asked.</summary>
/// <param name="Source">Where the code gives it.</param>
/// <param name="Name">The constant that it is meant to be.</param>
/// <param name="Value">Its value.</param>
/// <param name="Right">The value that the system has.</param>
internal sealed record ForeignNumber(IOperation Source, string Name, long Value, long Right);
