namespace LockAnalyzers.Recognition.Apis;

/// <summary>The systems whose lock functions differ, as a set.</summary>
[Flags]
internal enum LockSystem
{
    None = 0,
    Windows = 1,
    Linux = 2,
    MacOS = 4,

    /// <summary>The BSDs, Android and whatever else may run the code.</summary>
    Other = 8,

    Unix = Linux | MacOS | Other,
    All = Windows | Unix,
}
