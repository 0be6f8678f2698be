namespace LockAnalyzers.Model.Locks;

/// <summary>What is wrong with the two halves by which a 64-bit value is passed.</summary>
internal enum HalfProblem
{
    None,

    /// <summary>The upper 32 bits of the value are left behind.</summary>
    HighMissing,

    /// <summary>The low half is where the high one belongs, and the other way round.</summary>
    Swapped,

    /// <summary>Both halves are the same 32 bits.</summary>
    Repeated,
}
