using LockAnalyzers.CodeFixes.Release;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class ReleasesWithoutAcquireFixerTests
{
    [Fact]
    public Task Moves_the_acquire_and_its_test_before_the_try() =>
        Verify.FixAsync<ReleasesWithoutAcquireFixer>(
            ReleaseCode.Members(
                """
                void M(SafeFileHandle file, Action work)
                {
                    try
                    {
                        // Nobody else may be here.
                        if ({|LOCK3003:flock(file, LOCK_EX)|} != 0)
                            throw new IOException();
                        work();
                    }
                    finally
                    {
                        flock(file, LOCK_UN);
                    }
                }
                """
            ),
            ReleaseCode.Members(
                """
                void M(SafeFileHandle file, Action work)
                {
                    // Nobody else may be here.
                    if (flock(file, LOCK_EX) != 0)
                        throw new IOException();
                    try
                    {
                        work();
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
    public Task Not_offered_where_a_catch_would_no_longer_see_the_acquire() =>
        Verify.NoFixAsync<ReleasesWithoutAcquireFixer>(
            ReleaseCode.Void(
                """
                try
                {
                    {|LOCK3003:stream.Lock(0, long.MaxValue)|};
                    work();
                }
                catch (IOException) { }
                finally { stream.Unlock(0, long.MaxValue); }
                """
            )
        );
}
