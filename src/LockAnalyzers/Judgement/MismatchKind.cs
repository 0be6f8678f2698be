namespace LockAnalyzers.Judgement;

/// <summary>How a declaration of a lock function differs from the function.</summary>
internal enum MismatchKind
{
    /// <summary>The library has no function of that name, or the declared name is that of another.</summary>
    EntryPoint,

    /// <summary>The library is one without lock functions, or of another system.</summary>
    Library,

    /// <summary>There are more or fewer parameters.</summary>
    ParameterCount,

    /// <summary>The reserved parameter is missing.</summary>
    ReservedMissing,

    /// <summary>A parameter is wider or narrower.</summary>
    ParameterWidth,

    /// <summary>A parameter is named after another one, so that callers pass the wrong value.</summary>
    ParameterOrder,

    /// <summary>A structure is passed by value where a pointer to it is meant.</summary>
    ByValue,

    /// <summary>A pointer is passed where the value itself is meant.</summary>
    ByReference,

    /// <summary>A class stands where a structure is meant, and has no layout that the marshaller could use.</summary>
    NoLayout,

    /// <summary>A field of the structure is elsewhere.</summary>
    FieldPlace,

    /// <summary>A field of the structure is wider or narrower.</summary>
    FieldWidth,

    /// <summary>The structure is smaller than what the function reads.</summary>
    StructSize,

    /// <summary>The result is wider or narrower.</summary>
    ResultWidth,
}
