using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class UnlockWithoutLockTests
{
    [Theory]
    [InlineData("stream.Lock(0, 9); try { Work(); } finally { stream.Dispose(); {|LOCK3008:stream.Unlock(0, 9)|}; }")]
    [InlineData(
        "stream.Lock(0, 9); try { using var writer = new StreamWriter(stream); writer.Write(1); } finally { {|LOCK3008:stream.Unlock(0, 9)|}; }"
    )]
    [InlineData(
        "stream.Lock(0, 9); try { using (var reader = new StreamReader(stream)) reader.ReadToEnd(); } finally { {|LOCK3008:stream.Unlock(0, 9)|}; }"
    )]
    [InlineData("stream.Lock(0, 9); stream.Close(); {|LOCK3008:stream.Unlock(0, 9)|};")]
    [InlineData("file.Dispose(); {|LOCK3008:flock(file, LOCK_UN)|};")]
    [InlineData("stream.Lock(0, 9); try { Work(); } finally { stream.Unlock(0, 9); } if (Chance) {|LOCK3008:stream.Unlock(0, 9)|};")]
    [InlineData("stream.Lock(0, 9); try { Work(); stream.Unlock(0, 9); } finally { {|LOCK3008:stream.Unlock(0, 9)|}; }")]
    [InlineData("stream.Lock(0, 9); try { Work(); } catch (Exception) { stream.Unlock(0, 9); } {|LOCK3008:stream.Unlock(0, 9)|};")]
    public Task Too_late(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));

    [Theory]
    [InlineData(
        "stream.Lock(0, 9); try { using var writer = new StreamWriter(stream, leaveOpen: true); writer.Write(1); writer.Flush(); } finally { stream.Unlock(0, 9); }"
    )]
    [InlineData("stream.Lock(0, 9); try { Work(); } finally { stream.Unlock(0, 9); stream.Dispose(); }")]
    [InlineData("if (flock(file, LOCK_EX) != 0) return; flock(file, LOCK_UN); flock(file, LOCK_UN);")]
    [InlineData("stream.Lock(0, 9); stream.Lock(9, 9); stream.Unlock(9, 9); stream.Unlock(0, 9);", Skip = "LOCK3002 for the second lock")]
    [InlineData("for (var i = 0; i < 3; i++) { stream.Lock(0, 9); stream.Unlock(0, 9); }")]
    [InlineData("stream.Lock(0, 9); if (Chance) { stream.Unlock(0, 9); return; } stream.Unlock(0, 9);")]
    [InlineData(
        "stream.Dispose(); stream = Opened(); stream.Lock(0, 9); stream.Unlock(0, 9); stream.Dispose(); static FileStream Opened() => null!;"
    )]
    [InlineData(
        "stream.Lock(0, 9); var done = false; try { Work(); stream.Unlock(0, 9); done = true; } finally { if (!done) stream.Unlock(0, 9); }"
    )]
    public Task Silent_in_time(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));
}
