using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class TryMethodWaitsTests
{
    [Theory]
    [InlineData("LockFileEx(file, {|LOCK1004:2|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped)")]
    [InlineData("LockFileEx(file, {|LOCK1004:LOCKFILE_EXCLUSIVE_LOCK|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped)")]
    [InlineData("flock(file, {|LOCK1004:LOCK_EX|}) == 0")]
    [InlineData("flock(file, {|LOCK1004:LOCK_SH|}) == 0")]
    [InlineData("fcntl(file, {|LOCK1004:F_SETLKW|}, ref s_record) == 0")]
    [InlineData("lockf(3, {|LOCK1004:F_LOCK|}, 0) == 0")]
    [InlineData("new Func<bool>(() => flock(file, {|LOCK1004:LOCK_EX|}) == 0)()")]
    [InlineData("LockFileEx(file, 3, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped)")]
    [InlineData("flock(file, LOCK_EX | LOCK_NB) == 0")]
    [InlineData("flock(file, LOCK_UN) == 0")]
    [InlineData("flock(file, operation) == 0")]
    [InlineData("fcntl(file, F_SETLK, ref s_record) == 0")]
    [InlineData("lockf(3, F_TLOCK, 0) == 0")]
    [InlineData("lockf(3, 0, 0) == 0")]
    public Task In_a_method_called_Try(string call) => Verify.AnalyzerAsync(Code(call));

    [Theory]
    [InlineData("Take", "")]
    [InlineData("Trying", "")]
    [InlineData("Retry", "")]
    [InlineData("TryTake", "TimeSpan limit, ")]
    [InlineData("TryTake", "TimeSpan? limit, ")]
    [InlineData("TryTake", "CancellationToken token, ")]
    [InlineData("TryTake", "int timeoutMilliseconds, ")]
    [InlineData("TryTake", "bool wait, ")]
    [InlineData("TryTake", "DateTime until, ")]
    public Task Silent_under_another_name_or_with_a_bound(string method, string parameter) =>
        Verify.AnalyzerAsync(Code("flock(file, LOCK_EX) == 0", method, parameter));

    [Fact]
    public Task Silent_where_the_lock_is_already_held_exclusively() =>
        Verify.AnalyzerAsync(Code("flock(file, LOCK_EX | LOCK_NB) == 0 && flock(file, LOCK_SH) == 0"));

    internal static string Code(string call, string method = "TryTake", string parameter = "") =>
        LockCode.Using(
            $$"""
            static class Gate
            {
                const int F_LOCK = 1, F_TLOCK = 2;
                static NativeOverlapped s_overlapped;
                static Flock s_record = new Flock { l_type = F_WRLCK };

                [DllImport("libc")]
                static extern int lockf(int file, int command, long length);

                internal static bool {{method}}({{parameter}}SafeFileHandle file, int operation)
                {
                    s_record.l_type = F_WRLCK;
                    return {{call}};
                }
            }
            """
        );
}
