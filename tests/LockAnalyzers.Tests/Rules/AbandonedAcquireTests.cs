using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class AbandonedAcquireTests
{
    [Theory]
    [InlineData("using var held = await {|LOCK3011:_lock.AcquireAsync()|}.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("using var held = await {|LOCK3011:_lock.AcquireAsync()|}.WaitAsync(token).ConfigureAwait(false);")]
    [InlineData(
        "var pending = {|LOCK3011:_lock.AcquireAsync()|}; if (await Task.WhenAny(pending, Task.Delay(9)) != pending) return; using var held = await pending;"
    )]
    [InlineData("var pending = {|LOCK3011:_lock.AcquireAsync()|}; if (!pending.Wait(9)) return; using var held = await pending;")]
    public Task Fires_where_the_wait_ends_and_the_acquire_does_not(string statements) => Verify.AnalyzerAsync(Method(statements));

    [Theory]
    [InlineData("using var held = await _lock.AcquireAsync();")]
    [InlineData("using var held = await _lock.AcquireAsync().ConfigureAwait(false);")]
    [InlineData(
        "var pending = _lock.AcquireAsync(); if (await Task.WhenAny(pending, Task.Delay(9)) != pending) { _ = pending.ContinueWith(t => t.Result.Dispose()); return; } using var held = await pending;"
    )]
    [InlineData(
        "var pending = _lock.AcquireAsync(); if (await Task.WhenAny(pending, Task.Delay(9)) != pending) { Drop(pending); return; } using var held = await pending;"
    )]
    public Task Silent_where_the_acquire_is_awaited_or_seen_to(string statements) => Verify.AnalyzerAsync(Method(statements));

    private static string Method(string statements) =>
        ReleaseCode.Handles(
            $$"""
            async Task M(CancellationToken token)
            {
                {{statements}}
                await WorkAsync();
            }

            static async void Drop(Task<FileLockHandle> pending) => (await pending).Dispose();
            """
        );
}
