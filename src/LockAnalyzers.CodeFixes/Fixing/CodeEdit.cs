namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>Makes the edits of one fix.</summary>
internal delegate Task CodeEdit(FixSession session, CancellationToken cancellation);
