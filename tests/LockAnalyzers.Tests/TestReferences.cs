namespace LockAnalyzers.Tests;

/// <summary>Libraries that code under test may refer to, as <c>TestState = { AdditionalReferences = { … } }</c>.</summary>
internal static class TestReferences
{
    public static string FileLockRuntime => Beside("FileLock.Runtime.dll");

    public static string MonoPosix => Beside("Mono.Posix.NETStandard.dll");

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
