using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Judgement;

/// <summary>A reason to believe that a shared lock was meant to be exclusive, with the place in the code that shows it.</summary>
internal sealed record Evidence(EvidenceKind Kind, string Subject, Location? Location);
