namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Which of the compiler's own diagnostics a test must expect. Those below the level are ignored.</summary>
public enum CompilerDiagnostics
{
    None,
    Errors,
    Warnings,
    Suggestions,
    All,
}

[Flags]
public enum DiagnosticOptions
{
    None = 0,
    IgnoreAdditionalLocations = 1,
    IgnoreSeverity = 2,
}

[Flags]
public enum DiagnosticLocationOptions
{
    None = 0,
    IgnoreLength = 1,
    InterpretAsMarkupKey = 2,
}

/// <summary>What becomes of markup in a state's files. Null, the default, means what fits the state.</summary>
public enum MarkupMode
{
    /// <summary>The files hold no markup: brackets are code.</summary>
    None,

    /// <summary>Markup is taken out and forgotten.</summary>
    Ignore,

    /// <summary>Markup expects a diagnostic, unless a fix under test claims that diagnostic.</summary>
    IgnoreFixable,

    /// <summary>Markup expects a diagnostic.</summary>
    Allow,
}

[Flags]
public enum MarkupOptions
{
    None = 0,

    /// <summary><c>[|…|]</c> means the analyzer's first descriptor; otherwise it is an error unless there is only one.</summary>
    UseFirstDescriptor = 1,

    /// <summary><c>$$</c> is code, as in an interpolated raw string.</summary>
    TreatPositionIndicatorsAsCode = 2,
}

/// <summary>What a state takes over from the state before it. Null, the default, means what fits the state.</summary>
public enum StateInheritanceMode
{
    /// <summary>All that the state leaves empty, but no expectation of a diagnostic that a fix under test claims.</summary>
    AutoInherit,

    /// <summary>Nothing.</summary>
    Explicit,

    /// <summary>All that the state leaves empty.</summary>
    AutoInheritAll,
}

[Flags]
public enum TestBehaviors
{
    None = 0,

    /// <summary>Do not check that <c>#pragma warning disable</c> silences the expected diagnostics.</summary>
    SkipSuppressionCheck = 2,
}

[Flags]
public enum CodeFixTestBehaviors
{
    None = 0,
    SkipFixAllInDocumentCheck = 1,
    SkipFixAllInProjectCheck = 2,
    SkipFixAllInSolutionCheck = 4,
    SkipFixAllCheck = SkipFixAllInDocumentCheck | SkipFixAllInProjectCheck | SkipFixAllInSolutionCheck,

    /// <summary>Apply the fix to one diagnostic only, then compare.</summary>
    FixOne = 8,
}
