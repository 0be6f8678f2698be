using LockAnalyzers.CodeFixes.Release;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class UnlockedTwiceFixerTests
{
    [Fact]
    public Task Leaves_the_unlock_to_the_finally() =>
        Verify.FixAsync<UnlockedTwiceFixer>(
            Unlocking("stream.Unlock(0, long.MaxValue);\n        ", "{|LOCK3008:stream.Unlock(0, long.MaxValue)|};"),
            Unlocking("", "stream.Unlock(0, long.MaxValue);")
        );

    [Fact]
    public Task Removes_the_second_of_two_in_a_row() =>
        Verify.FixAsync<UnlockedTwiceFixer>(
            ReleaseCode.Members(
                """
                void M(FileStream stream)
                {
                    stream.Lock(0, long.MaxValue);
                    _count++;
                    stream.Unlock(0, long.MaxValue);
                    {|LOCK3008:stream.Unlock(0, long.MaxValue)|};
                    _count--; // at last
                }
                """
            ),
            ReleaseCode.Members(
                """
                void M(FileStream stream)
                {
                    stream.Lock(0, long.MaxValue);
                    _count++;
                    stream.Unlock(0, long.MaxValue);
                    _count--; // at last
                }
                """
            )
        );

    [Fact]
    public Task Not_offered_where_only_some_paths_unlock_twice() =>
        Verify.NoFixAsync<UnlockedTwiceFixer>(
            ReleaseCode
                .Members(
                    """
                    void M(FileStream stream, Action work)
                    {
                        stream.Lock(0, long.MaxValue);
                        try
                        {
                            work();
                        }
                        catch (IOException)
                        {
                            stream.Unlock(0, long.MaxValue);
                        }

                        {|LOCK3008:stream.Unlock(0, long.MaxValue)|};
                    }
                    """
                )
                .Replace("stream.Lock(", "{|LOCK3002:stream.Lock(", StringComparison.Ordinal)
                .Replace("Lock(0, long.MaxValue);\n        try", "Lock(0, long.MaxValue)|};\n        try", StringComparison.Ordinal)
        );

    private static string Unlocking(string inTry, string inFinally) =>
        ReleaseCode.Members(
            $$"""
            void M(FileStream stream, Action work)
            {
                stream.Lock(0, long.MaxValue);
                try
                {
                    work();
                    {{inTry}}_count++;
                }
                finally
                {
                    {{inFinally}}
                }
            }
            """
        );
}
