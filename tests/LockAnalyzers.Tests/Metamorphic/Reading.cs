namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>How the marked text of a diagnostic is read.</summary>
internal enum Reading
{
    /// <summary>As it is written, without white space.</summary>
    Text,

    /// <summary>With the numbers that constants stand for.</summary>
    Constants,

    /// <summary>With all locals and parameters under one name.</summary>
    Names,

    /// <summary>Without the arguments of calls.</summary>
    Calls,
}
