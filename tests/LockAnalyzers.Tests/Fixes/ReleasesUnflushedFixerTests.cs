using LockAnalyzers.CodeFixes;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class ReleasesUnflushedFixerTests
{
    [Fact]
    public Task Flushes_at_the_end_of_the_try() => Verify.FixAsync<ReleasesUnflushedFixer>(
        Method("", "{|LOCK3009:stream.Unlock(0, long.MaxValue)|};"),
        Method("\n        writer.Flush();", "stream.Unlock(0, long.MaxValue);"));

    [Fact]
    public Task Flushes_right_before_the_unlock_where_the_try_is_left_early() => Verify.FixAsync<ReleasesUnflushedFixer>(
        Method("\n        return;", "{|LOCK3009:stream.Unlock(0, long.MaxValue)|};"),
        Method("\n        return;", "stream.Unlock(0, long.MaxValue);", "writer.Flush();\n        "));

    private static string Method(string last, string unlock, string beforeUnlock = "") => ReleaseCode.Members($$"""
        void M(FileStream stream, string line)
        {
            var writer = new StreamWriter(stream);
            stream.Lock(0, long.MaxValue);
            try
            {
                writer.WriteLine(line); // kept back{{last}}
            }
            finally
            {
                {{beforeUnlock}}// give it back
                {{unlock}}
            }
        }
        """);
}
