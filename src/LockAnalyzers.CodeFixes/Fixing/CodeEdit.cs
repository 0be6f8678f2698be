namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>Makes one mend's edits.</summary>
internal delegate Task CodeEdit(FixSession session, CancellationToken cancellation);
