using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class ReleasesWithoutAcquireTests
{
    [Theory]
    [InlineData("try { {|LOCK3003:stream.Lock(0, 9)|}; work(); } finally { stream.Unlock(0, 9); }")]
    [InlineData("try { if ({|LOCK3003:flock(file, LOCK_EX | LOCK_NB)|} != 0) return; work(); } finally { flock(file, LOCK_UN); }")]
    [InlineData(
        "try { Work(); if ({|LOCK3003:flock(file, LOCK_EX)|} != 0) throw new IOException(); work(); } finally { flock(file, LOCK_UN); }"
    )]
    [InlineData("try { Check({|LOCK3003:flock(file, LOCK_EX)|}); work(); } finally { flock(file, LOCK_UN); }")]
    [InlineData("try { try { {|LOCK3003:stream.Lock(0, 9)|}; work(); } catch (IOException) { } } finally { stream.Unlock(0, 9); }")]
    [InlineData(
        "var taken = false; try { taken = {|LOCK3003:flock(file, LOCK_EX | LOCK_NB)|} == 0; if (taken) work(); } finally { flock(file, LOCK_UN); }"
    )]
    public Task Acquire_inside_the_try(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));

    [Theory]
    [InlineData("stream.Lock(0, 9); try { work(); } finally { stream.Unlock(0, 9); }")]
    [InlineData(
        "var taken = false; try { taken = flock(file, LOCK_EX | LOCK_NB) == 0; if (taken) work(); } finally { if (taken) flock(file, LOCK_UN); }"
    )]
    [InlineData("var taken = false; try { stream.Lock(0, 9); taken = true; work(); } finally { if (taken) stream.Unlock(0, 9); }")]
    [InlineData("try { stream.Lock(0, 9); try { work(); } finally { stream.Unlock(0, 9); } } catch (IOException) { }")]
    [InlineData("try { stream.Lock(0, 9); work(); stream.Unlock(0, 9); } catch (Exception) { stream.Unlock(0, 9); throw; }")]
    [InlineData(
        "using var own = File.OpenHandle(path, share: FileShare.None); try { if (flock(own, LOCK_EX) != 0) return; work(); } finally { flock(own, LOCK_UN); }"
    )]
    [InlineData(
        "var taken = false; try { taken = flock(file, LOCK_EX) == 0; if (!taken) return; work(); } finally { _ = taken && flock(file, LOCK_UN) == 0; }"
    )]
    public Task Silent_on_a_release_that_was_earned(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));
}
