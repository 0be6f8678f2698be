namespace LockAnalyzers.Recognition.Apis;

internal static class LockApiExtensions
{
    public static LockPlatform Platform(this LockApi api) =>
        api switch
        {
            LockApi.LockFileEx or LockApi.LockFile => LockPlatform.Windows,
            LockApi.Flock or LockApi.Fcntl or LockApi.Lockf => LockPlatform.Unix,
            _ => LockPlatform.Any,
        };
}
