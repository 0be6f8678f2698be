using LockAnalyzers.CodeFixes.Release;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class DeletesLockFileFixerTests
{
    [Theory]
    [InlineData("{|LOCK3007:File.Delete(_lockPath)|};")]
    [InlineData("if (File.Exists(_lockPath)) {|LOCK3007:File.Delete(_lockPath)|};")]
    [InlineData("try { {|LOCK3007:File.Delete(_lockPath)|}; } catch (IOException) { }")]
    public Task Removes_the_deletion_and_what_does_nothing_else(string deletion) =>
        Verify.FixAsync<DeletesLockFileFixer>(Guard(deletion + "\n    "), Guard(""));

    [Fact]
    public Task Not_offered_where_a_comment_would_be_left_in_an_empty_try() =>
        Verify.NoFixAsync<DeletesLockFileFixer>(
            Guard("try { {|LOCK3007:File.Delete(_lockPath)|}; } catch (IOException) { /* gone */ }\n    ")
        );

    private static string Guard(string deletion) =>
        ReleaseCode.Members(
            $$"""
            private readonly string _lockPath;
            private readonly SafeFileHandle _handle;

            public Store(string lockPath)
            {
                _lockPath = lockPath;
                _handle = File.OpenHandle(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                if (flock(_handle, LOCK_EX) != 0)
                {
                    _handle.Dispose();
                    throw new IOException();
                }
            }

            public void Dispose()
            {
                flock(_handle, LOCK_UN);
                _handle.Dispose();
                {{deletion}}_count = 0; // free
            }
            """
        );
}
