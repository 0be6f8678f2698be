using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class GoneOnReturnTests
{
    private const string Open = "new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)";

    [Theory]
    [InlineData(
        "bool TryLock(string path) { using (var own = " + Open + ") return {|LOCK3010:flock(own.SafeFileHandle, LOCK_EX)|} == 0; }"
    )]
    [InlineData("void AcquireFile(string path) { using var own = " + Open + "; {|LOCK3010:own.Lock(0, 9)|}; }")]
    [InlineData(
        "bool GetLock(string path) { var own = "
            + Open
            + "; {|LOCK3004:{|LOCK3010:own.Lock(0, 9)|}|}; using (new StreamWriter(own)) { } return true; }"
    )]
    [InlineData(
        "FileStream _own; bool Lock(string path) { _own = "
            + Open
            + "; {|LOCK3010:_own.Lock(0, 9)|}; new StreamReader(_own).Dispose(); return true; }"
    )]
    [InlineData(
        "async Task LockAsync(string path) { await using var own = " + Open + "; {|LOCK3010:own.Lock(0, 9)|}; await WorkAsync(); }"
    )]
    public Task Fires_where_the_method_closes_the_file(string members) => Verify.AnalyzerAsync(ReleaseCode.Members(members));

    [Theory]
    [InlineData("bool IsLocked(string path) { using var own = " + Open + "; return flock(own.SafeFileHandle, LOCK_EX | LOCK_NB) != 0; }")]
    [InlineData(
        "bool Save(string path) { using var own = "
            + Open
            + "; if (flock(own.SafeFileHandle, LOCK_EX) != 0) return false; Work(); return true; }"
    )]
    [InlineData(
        "void LockAndWork(string path) { using var own = "
            + Open
            + "; if (flock(own.SafeFileHandle, LOCK_EX) != 0) throw new IOException(); Work(); }"
    )]
    [InlineData(
        "void LockFor(string path, Action act) { using var own = "
            + Open
            + "; if (flock(own.SafeFileHandle, LOCK_EX) != 0) throw new IOException(); act(); }"
    )]
    [InlineData(
        "bool TryLock(string path) { using var own = "
            + Open
            + "; if (flock(own.SafeFileHandle, LOCK_EX | LOCK_NB) != 0) return false; flock(own.SafeFileHandle, LOCK_UN); return true; }"
    )]
    [InlineData(
        "FileStream TryLock(string path) { var own = "
            + Open
            + "; if (flock(own.SafeFileHandle, LOCK_EX | LOCK_NB) == 0) return own; own.Dispose(); return null; }"
    )]
    public Task Silent_where_the_lock_is_not_promised_or_not_gone(string members) => Verify.AnalyzerAsync(ReleaseCode.Members(members));
}
