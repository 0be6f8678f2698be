namespace LockAnalyzers.Recognition;

/// <summary>A method that its project declares to take or give back a lock for its caller.</summary>
internal sealed record DeclaredWrapper(string Type, string Member, bool Releases, bool? Exclusively);
