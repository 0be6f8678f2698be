namespace LockAnalyzers.Recognition;

/// <summary>What a project says its locks are meant to be: the values of <c>lock_analyzers.intent</c>.</summary>
internal enum LockIntent
{
    /// <summary>The code around each lock tells.</summary>
    Infer,

    /// <summary>Locks exclude each other, unless the code says that readers share them.</summary>
    Exclusive,

    /// <summary>Locks are shared, as if the code said so at each of them.</summary>
    Shared,
}
