using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class ReleasedByCloseOnlyTests
{
    private const string Open = "File.Open(path, FileMode.Open)";

    [Theory]
    [InlineData("using var fs = " + Open + "; {|LOCK3006:fs.Lock(0, 9)|}; Work();")]
    [InlineData("using (var fs = " + Open + ") { {|LOCK3006:fs.Lock(0, 9)|}; Work(); }")]
    [InlineData(
        "using var fs = Make(path); {|LOCK3006:fs.Lock(0, 9)|}; Work(); } static FileStream Make(string path) { return " + Open + ";"
    )]
    [InlineData("var fs = " + Open + "; try { {|LOCK3006:fs.Lock(0, 9)|}; Work(); } finally { fs.Dispose(); }")]
    [InlineData(
        "using var fs = "
            + Open
            + "; var at = new NativeOverlapped(); if (!{|LOCK3006:LockFileEx(fs.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref at)|}) return; Work();"
    )]
    public Task Only_the_close_releases(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));

    [Theory]
    [InlineData("using var fs = " + Open + "; fs.Lock(0, 9); try { Work(); } finally { fs.Unlock(0, 9); }")]
    [InlineData("using var fs = " + Open + "; if (flock(fs.SafeFileHandle, LOCK_EX) != 0) return; Work();")]
    [InlineData("var fs = " + Open + "; try { fs.Lock(0, 9); } catch { fs.Dispose(); throw; } _kept = fs; } FileStream _kept; void N() { ")]
    [InlineData("stream.Lock(0, 9); _held = true;")]
    [InlineData(
        "using var fs = Make(path); fs.Lock(0, 9); Work(); } static FileStream _kept; static FileStream Make(string path) { return _kept ??= "
            + Open
            + ";"
    )]
    public Task Silent_on_an_unlock_and_on_Unix(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));
}
