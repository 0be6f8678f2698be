using LockAnalyzers.CodeFixes.Release;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class UnlockWithoutLockFixerTests
{
    [Fact]
    public Task Closes_behind_the_unlock_and_flushes_before_it() =>
        Verify.FixAsync<UnlockWithoutLockFixer>(
            ReleaseCode.Members(
                """
                void M(string path, byte b)
                {
                    using var stream = new FileStream(path, FileMode.Open);
                    stream.Lock(0, long.MaxValue);
                    if (Random.Shared.Next(2) == 0)
                        Environment.FailFast("no");
                    stream.WriteByte(b);
                    stream.Dispose(); // done
                    {|LOCK3008:stream.Unlock(0, long.MaxValue)|};
                }
                """
            ),
            ReleaseCode.Members(
                """
                void M(string path, byte b)
                {
                    using var stream = new FileStream(path, FileMode.Open);
                    stream.Lock(0, long.MaxValue);
                    if (Random.Shared.Next(2) == 0)
                        Environment.FailFast("no");
                    stream.WriteByte(b);
                    stream.Flush();
                    stream.Unlock(0, long.MaxValue);
                    stream.Dispose(); // done
                }
                """
            )
        );

    [Theory]
    [InlineData("using (var writer = new StreamWriter(stream))", "using (var writer = new StreamWriter(stream, leaveOpen: true))")]
    [InlineData(
        "using (var writer = new StreamWriter(stream, System.Text.Encoding.ASCII))",
        "using (var writer = new StreamWriter(stream, System.Text.Encoding.ASCII, leaveOpen: true))"
    )]
    [InlineData(
        "using (var writer = new BinaryWriter(stream))",
        "using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))"
    )]
    public Task Has_a_writer_leave_the_stream_open(string before, string after) =>
        Verify.FixAsync<UnlockWithoutLockFixer>(
            Writing(before, "{|LOCK3008:stream.Unlock(0, long.MaxValue)|}"),
            Writing(after, "stream.Unlock(0, long.MaxValue)")
        );

    [Fact]
    public Task Not_offered_where_nobody_else_closes_the_stream() =>
        Verify.NoFixAsync<UnlockWithoutLockFixer>(
            ReleaseCode.Members(
                """
                void M(string path)
                {
                    var stream = new FileStream(path, FileMode.Open);
                    {|LOCK3004:stream.Lock(0, long.MaxValue)|};
                    try
                    {
                        using (var reader = new StreamReader(stream))
                            reader.ReadToEnd();
                    }
                    finally
                    {
                        {|LOCK3008:stream.Unlock(0, long.MaxValue)|};
                    }
                }
                """
            )
        );

    private static string Writing(string @using, string unlock) =>
        ReleaseCode.Members(
            $$"""
            void M(string path)
            {
                using var stream = new FileStream(path, FileMode.Open);
                stream.Lock(0, long.MaxValue);
                try
                {
                    // the writer first
                    {{@using}}
                    {
                        writer.Write(1);
                    }
                }
                finally
                {
                    {{unlock}};
                }
            }
            """
        );
}
