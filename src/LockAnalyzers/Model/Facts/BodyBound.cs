namespace LockAnalyzers.Model.Facts;

/// <summary>A limit of the interpretation; beyond it a body is not judged.</summary>
internal enum BodyBound
{
    /// <summary>More basic blocks than any body that people write.</summary>
    Blocks,

    /// <summary>Too many combinations of held locks at one point.</summary>
    States,

    /// <summary>Too many steps until the states no longer change.</summary>
    Steps,

    /// <summary>An expression nested so deeply that it would overflow the stack.</summary>
    Nesting,

    /// <summary>A caller at the end of a long chain of methods that hand a lock on.</summary>
    CallerDepth,

    /// <summary>Wrappers that call each other, whose summaries did not settle.</summary>
    Summaries,
}
