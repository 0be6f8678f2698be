namespace LockAnalyzers.Recognition.Apis;

/// <summary>The side of a platform pair that an API belongs to.</summary>
internal enum LockPlatform
{
    Windows,
    Unix,
    Any,
}
