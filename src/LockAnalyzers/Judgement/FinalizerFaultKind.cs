namespace LockAnalyzers.Judgement;

internal enum FinalizerFaultKind
{
    /// <summary>It unlocks a file through another managed object.</summary>
    Unlocks,

    /// <summary>It uses or closes another managed object that has a finalizer of its own.</summary>
    Touches,

    /// <summary>It deletes a file, which throws when that fails.</summary>
    Deletes,

    /// <summary>It throws.</summary>
    Throws,
}
