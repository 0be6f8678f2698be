using LockAnalyzers.CodeFixes.Release;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class ReleasesUnflushedFixerTests
{
    [Fact]
    public Task Flushes_at_the_end_of_the_try() =>
        Verify.FixAsync<ReleasesUnflushedFixer>(
            Method("", "{|LOCK3009:stream.Unlock(0, long.MaxValue)|};"),
            Method("\n        writer.Flush();", "stream.Unlock(0, long.MaxValue);")
        );

    [Fact]
    public Task Flushes_right_before_the_unlock_where_the_try_is_left_early() =>
        Verify.FixAsync<ReleasesUnflushedFixer>(
            Method("\n        return;", "{|LOCK3009:stream.Unlock(0, long.MaxValue)|};"),
            Method("\n        return;", "stream.Unlock(0, long.MaxValue);", "writer.Flush();\n        ")
        );

    [Fact]
    public Task Flushes_at_the_end_of_what_a_using_of_the_handle_covers() =>
        Verify.FixAsync<ReleasesUnflushedFixer>(
            ReleaseCode.Handles(
                """
                void M(string path)
                {
                    using var writer = new StreamWriter(path);
                    using var {|LOCK3009:held = _lock.Acquire()|};
                    writer.WriteLine(1);
                }
                """
            ),
            ReleaseCode.Handles(
                """
                void M(string path)
                {
                    using var writer = new StreamWriter(path);
                    using var held = _lock.Acquire();
                    writer.WriteLine(1);
                    writer.Flush();
                }
                """
            )
        );

    private static string Method(string last, string unlock, string beforeUnlock = "") =>
        ReleaseCode.Members(
            $$"""
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
            """
        );
}
