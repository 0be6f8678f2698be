namespace LockAnalyzers.Model.Facts;

/// <summary>What a returned value tells the caller about success.</summary>
internal enum ReportedResult
{
    /// <summary>Nothing is returned.</summary>
    None,
    Unknown,

    /// <summary>true, or an object.</summary>
    Success,

    /// <summary>false, null, or a negative number.</summary>
    Failure,
}
