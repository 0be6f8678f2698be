namespace LockAnalyzers.Model.Facts;

internal enum ExitKind
{
    Return,

    /// <summary>A throw statement.</summary>
    Throw,

    /// <summary>A call that may throw.</summary>
    Exception,
}
