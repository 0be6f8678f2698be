namespace LockAnalyzers.Recognition;

/// <summary>A setting that says nothing that the analyzer understands, so that it has no effect.</summary>
/// <param name="Key">The key as it is written.</param>
/// <param name="Value">The whole value.</param>
/// <param name="Problem">What is wrong with it, as the rest of a sentence that begins with the key.</param>
/// <param name="Allowed">What could stand there.</param>
internal sealed record MalformedOption(string Key, string Value, string Problem, string Allowed);
