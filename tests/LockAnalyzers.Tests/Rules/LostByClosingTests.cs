using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class LostByClosingTests
{
    [Theory]
    [InlineData("{|LOCK5005:own.Lock(0, 0)|}; var text = File.ReadAllText(path); own.SetLength(0); own.Unlock(0, 0);")]
    [InlineData("{|LOCK5005:own.Lock(0, 0)|}; using (var reader = new StreamReader(path)) reader.ReadLine(); work(); own.Unlock(0, 0);")]
    [InlineData("{|LOCK5005:own.Lock(0, 0)|}; var other = File.OpenRead(path); other.Dispose(); work();")]
    [InlineData("{|LOCK5005:own.Lock(0, 0)|}; File.AppendAllText(path, \"x\"); work();")]
    [InlineData("{|LOCK5005:own.Lock(0, 0)|}; File.ReadAllText(own.Name); work();")]
    [InlineData(
        "if ({|LOCK5005:lockf(own.SafeFileHandle.DangerousGetHandle().ToInt32(), 1, 0)|} != 0) return; File.ReadAllText(path); work();"
    )]
    [InlineData("if ({|LOCK5005:fcntl(own.SafeFileHandle, F_SETLKW, ref record)|} != 0) return; File.ReadAllText(path); work();")]
    public Task Same_file_closed_and_work_done(string statements) => Verify.AnalyzerAsync(Locking(statements));

    [Theory]
    [InlineData("own.Lock(0, 0); var text = File.ReadAllText(path + \".bak\"); work(); own.Unlock(0, 0);")]
    [InlineData("var text = File.ReadAllText(path); own.Lock(0, 0); work(); own.Unlock(0, 0);")]
    [InlineData("own.Lock(0, 0); work(); own.Unlock(0, 0); var text = File.ReadAllText(path); work();")]
    [InlineData("own.Lock(0, 0); work(); using (var reader = new StreamReader(path)) reader.ReadLine(); own.Unlock(0, 0);")]
    [InlineData("own.Lock(0, 0); var other = File.OpenRead(path); work(); other.Dispose(); own.Unlock(0, 0);")]
    [InlineData("own.Lock(0, 0); if (File.Exists(path)) work(); own.Unlock(0, 0);")]
    [InlineData("if (fcntl(own.SafeFileHandle, F_OFD_SETLKW, ref record) != 0) return; File.ReadAllText(path); work();")]
    [InlineData("if (flockSafe(own.SafeFileHandle, LOCK_EX) != 0) return; File.ReadAllText(path); work();")]
    public Task Lock_that_is_kept(string statements) =>
        Verify.AnalyzerAsync(Locking(statements).Replace("FileShare.ReadWrite", "FileShare.None", StringComparison.Ordinal));

    [Fact]
    public Task Lock_that_is_handed_to_the_caller() =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                """
                FileStream M(string path)
                {
                    var own = new FileStream(path, FileMode.Open);
                    {|LOCK5005:own.Lock(0, 0)|};
                    File.ReadAllText(path);
                    return own;
                }
                """
            )
        );

    [Fact]
    public Task Net_Framework_runs_on_Windows() =>
        new LockTest
        {
            ReferenceAssemblies = ReferenceAssemblies.NetFramework.Net472.Default,
            TestCode = """
                using System.IO;

                class Store
                {
                    void M(string path)
                    {
                        using (var own = new FileStream(path, FileMode.Open))
                        {
                            own.Lock(0, 10);
                            File.ReadAllText(path);
                            own.SetLength(0);
                            own.Unlock(0, 10);
                        }
                    }
                }
                """,
        }.RunAsync();

    private static string Locking(string statements) =>
        HandleCode.Void(
            $$"""
            using var own = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            var record = new Flock { l_type = 1 };
            {{statements}}
            """
        );
}
