using LockAnalyzers.CodeFixes.Release;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class ReleaseInFinallyFixerTests
{
    [Fact]
    public Task Wraps_what_stands_between_and_hoists_what_is_used_behind() =>
        Verify.FixAsync<ReleaseInFinallyFixer>(
            ReleaseCode.Members(
                """
                int M(FileStream stream, Func<int> work)
                {
                    {|LOCK3002:stream.Lock(0, long.MaxValue)|};

                    // the work itself
                    var result = work(); // counts
                    // give it back
                    stream.Unlock(0, long.MaxValue);
                    return result;
                }
                """
            ),
            ReleaseCode.Members(
                """
                int M(FileStream stream, Func<int> work)
                {
                    stream.Lock(0, long.MaxValue);
                    int result;
                    try
                    {
                        // the work itself
                        result = work(); // counts
                    }
                    finally
                    {
                        // give it back
                        stream.Unlock(0, long.MaxValue);
                    }
                    return result;
                }
                """
            )
        );

    [Fact]
    public Task Moves_the_gap_into_the_try() =>
        Verify.FixAsync<ReleaseInFinallyFixer>(
            ReleaseCode.Members(
                """
                void M(FileStream stream, Action work)
                {
                    {|LOCK3002:stream.Lock(0, long.MaxValue)|};
                    // gap
                    work();
                    try
                    {
                        work();
                    }
                    finally
                    {
                        stream.Unlock(0, long.MaxValue);
                    }
                }
                """
            ),
            ReleaseCode.Members(
                """
                void M(FileStream stream, Action work)
                {
                    stream.Lock(0, long.MaxValue);
                    try
                    {
                        // gap
                        work();
                        work();
                    }
                    finally
                    {
                        stream.Unlock(0, long.MaxValue);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Keeps_the_test_of_the_outcome_outside() =>
        Verify.FixAsync<ReleaseInFinallyFixer>(
            ReleaseCode.Members(
                """
                void M(SafeFileHandle file)
                {
                    var rc = {|LOCK3001:flock(file, LOCK_EX)|};
                    if (rc != 0)
                        throw new IOException();
                    if (_closed)
                        return;
                    flock(file, LOCK_UN);
                }
                """
            ),
            ReleaseCode.Members(
                """
                void M(SafeFileHandle file)
                {
                    var rc = flock(file, LOCK_EX);
                    if (rc != 0)
                        throw new IOException();
                    try
                    {
                        if (_closed)
                            return;
                    }
                    finally
                    {
                        flock(file, LOCK_UN);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Mends_two_locks_of_one_block_one_inside_the_other() =>
        Verify.FixAsync<ReleaseInFinallyFixer>(
            ReleaseCode.Members(
                """
                void M(FileStream index, FileStream data, Action work)
                {
                    {|LOCK3002:index.Lock(0, long.MaxValue)|};
                    work();
                    {|LOCK3002:data.Lock(0, long.MaxValue)|};
                    work(); // both
                    data.Unlock(0, long.MaxValue);
                    index.Unlock(0, long.MaxValue);
                }
                """
            ),
            ReleaseCode.Members(
                """
                void M(FileStream index, FileStream data, Action work)
                {
                    index.Lock(0, long.MaxValue);
                    try
                    {
                        work();
                        data.Lock(0, long.MaxValue);
                        try
                        {
                            work(); // both
                        }
                        finally
                        {
                            data.Unlock(0, long.MaxValue);
                        }
                    }
                    finally
                    {
                        index.Unlock(0, long.MaxValue);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Takes_along_what_gets_the_release_ready() =>
        Verify.FixAsync<ReleaseInFinallyFixer>(
            ReleaseCode.Members(
                """
                void M(SafeFileHandle file, Action work)
                {
                    var record = new Flock { l_type = F_WRLCK };
                    if ({|LOCK3002:fcntl(file, F_SETLKW, ref record)|} == -1)
                        throw new IOException();
                    work();

                    record.l_type = F_UNLCK;
                    fcntl(file, F_SETLK, ref record);
                }
                """
            ),
            ReleaseCode.Members(
                """
                void M(SafeFileHandle file, Action work)
                {
                    var record = new Flock { l_type = F_WRLCK };
                    if (fcntl(file, F_SETLKW, ref record) == -1)
                        throw new IOException();
                    try
                    {
                        work();
                    }
                    finally
                    {
                        record.l_type = F_UNLCK;
                        fcntl(file, F_SETLK, ref record);
                    }
                }
                """
            )
        );

    [Theory]
    [InlineData("if ({|LOCK3001:flock(file, LOCK_EX)|} != 0) return; if (Chance) { flock(file, LOCK_UN); }")]
    [InlineData(
        "if ({|LOCK3001:flock(file, LOCK_EX)|} != 0) return; if (_closed) return; if (_held) { flock(file, LOCK_UN); return; } flock(file, LOCK_UN);"
    )]
    public Task Not_offered_where_the_release_is_not_plain(string statements) =>
        Verify.NoFixAsync<ReleaseInFinallyFixer>(ReleaseCode.Void(statements));
}
