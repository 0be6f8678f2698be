using LockAnalyzers.CodeFixes.Release;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class HeldOnExitFixerTests
{
    [Fact]
    public Task Releases_before_each_exit_and_makes_the_error_first() =>
        Verify.FixAsync<HeldOnExitFixer>(
            ReleaseCode.Members(
                """
                bool M(SafeFileHandle file)
                {
                    if ({|LOCK3001:flock(file, LOCK_EX)|} != 0)
                        throw new IOException();
                    if (_closed)
                        return false; // nothing to do
                    if (_count == 0)
                    {
                        // never happens
                        throw new InvalidOperationException("empty");
                    }

                    _count--;
                    flock(file, LOCK_UN);
                    return true;
                }
                """
            ),
            ReleaseCode.Members(
                """
                bool M(SafeFileHandle file)
                {
                    if (flock(file, LOCK_EX) != 0)
                        throw new IOException();
                    if (_closed)
                    {
                        flock(file, LOCK_UN);
                        return false; // nothing to do
                    }
                    if (_count == 0)
                    {
                        // never happens
                        var error = new InvalidOperationException("empty");
                        flock(file, LOCK_UN);
                        throw error;
                    }

                    _count--;
                    flock(file, LOCK_UN);
                    return true;
                }
                """
            )
        );

    [Fact]
    public Task Unlocks_what_is_handed_to_the_caller_on_success() =>
        Verify.FixAsync<HeldOnExitFixer>(
            ReleaseCode.Members(
                """
                bool TryEnter(SafeFileHandle file)
                {
                    var all = new NativeOverlapped();
                    if (!{|LOCK3001:LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref all)|})
                        return false;
                    if (_closed)
                        return false;
                    return true;
                }
                """
            ),
            ReleaseCode.Members(
                """
                bool TryEnter(SafeFileHandle file)
                {
                    var all = new NativeOverlapped();
                    if (!LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref all))
                        return false;
                    if (_closed)
                    {
                        UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref all);
                        return false;
                    }
                    return true;
                }
                """
            )
        );

    [Fact]
    public Task Closes_the_file_that_the_caller_does_not_get() =>
        Verify.FixAsync<HeldOnExitFixer>(
            ReleaseCode.Members(
                """
                SafeFileHandle? Open(string path)
                {
                    var file = File.OpenHandle(path);
                    while ({|LOCK3001:flock(file, LOCK_EX)|} != 0)
                        Work();
                    if (_closed)
                        return null;
                    return file;
                }
                """
            ),
            ReleaseCode.Members(
                """
                SafeFileHandle? Open(string path)
                {
                    var file = File.OpenHandle(path);
                    while (flock(file, LOCK_EX) != 0)
                        Work();
                    if (_closed)
                    {
                        file.Dispose();
                        return null;
                    }
                    return file;
                }
                """
            )
        );

    [Theory]
    [InlineData("if ({|LOCK3001:flock(file, LOCK_EX)|} != 0) return; if (_closed) return; work(); flock(file, LOCK_UN);")]
    [InlineData("if ({|LOCK3001:flock(file, LOCK_EX)|} != 0) return; if (Chance) { flock(file, LOCK_UN); }")]
    public Task Not_offered_where_an_exception_or_the_end_of_the_body_keeps_the_lock_too(string statements) =>
        Verify.NoFixAsync<HeldOnExitFixer>(ReleaseCode.Void(statements));
}
