using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class UndisposedHandleTests
{
    [Theory]
    [InlineData("{|LOCK3005:_lock.Acquire()|}; Work();")]
    [InlineData("_ = {|LOCK3005:_lock.TryAcquire()|};")]
    [InlineData("var handle = {|LOCK3005:_lock.Acquire()|}; Work(); handle.Dispose();")]
    [InlineData("var handle = {|LOCK3005:_lock.Acquire()|}; if (Chance) return; handle.Dispose();")]
    [InlineData("var handle = {|LOCK3005:_lock.TryAcquire()|}; if (handle is null) return; if (Chance) return; handle.Dispose();")]
    [InlineData("if ({|LOCK3005:_lock.TryAcquire()|} == null) return; Work();")]
    [InlineData("var path = {|LOCK3005:_lock.Acquire()|}.Path;")]
    public Task Dropped_or_not_disposed_everywhere(string statements) =>
        Verify.AnalyzerAsync(ReleaseCode.Handles($$"""void M() { {{statements}} }"""));

    [Theory]
    [InlineData("await {|LOCK3005:_lock.AcquireAsync()|}; Work();")]
    [InlineData(
        "var handle = await {|LOCK3005:_lock.AcquireAsync()|}.ConfigureAwait(false); await WorkAsync(); await handle.DisposeAsync();"
    )]
    public Task Dropped_in_an_async_method(string statements) =>
        Verify.AnalyzerAsync(ReleaseCode.Handles($$"""async Task M() { {{statements}} }"""));

    [Theory]
    [InlineData("using var handle = _lock.Acquire(); Work();")]
    [InlineData("using (_lock.Acquire()) Work();")]
    [InlineData("using var handle = _lock.TryAcquire(); if (handle is null) return; Work();")]
    [InlineData("var handle = _lock.Acquire(); try { Work(); } finally { handle.Dispose(); }")]
    [InlineData("var handle = _lock.TryAcquire(); if (handle == null) return; try { Work(); } finally { handle.Dispose(); }")]
    [InlineData("FileLockHandle? handle = null; try { handle = _lock.Acquire(); Work(); } finally { handle?.Dispose(); }")]
    [InlineData("_handle = _lock.Acquire();")]
    [InlineData("_handles.Add(_lock.Acquire());")]
    [InlineData("var handle = _lock.Acquire(); Task.Run(() => handle.Dispose());")]
    [InlineData("var handle = _lock.Acquire(); handle.Dispose();")]
    [InlineData("var pair = (_lock.Acquire(), 1); pair.Item1.Dispose();")]
    public Task Silent_on_a_handle_that_is_disposed_or_handed_on(string statements) =>
        Verify.AnalyzerAsync(ReleaseCode.Handles($$"""void M() { {{statements}} }"""));

    [Theory]
    [InlineData("using var handle = await _lock.AcquireAsync(); await WorkAsync();")]
    [InlineData("await using var handle = await _lock.AcquireAsync(); await WorkAsync();")]
    [InlineData("await using (var handle = await _lock.AcquireAsync().ConfigureAwait(false)) await WorkAsync();")]
    [InlineData("var handle = await _lock.AcquireAsync(); await using (handle.ConfigureAwait(false)) await WorkAsync();")]
    [InlineData("var handle = await _lock.TryAcquireAsync(); if (handle is not null) await handle.DisposeAsync();")]
    public Task Silent_in_an_async_method(string statements) =>
        Verify.AnalyzerAsync(ReleaseCode.Handles($$"""async Task M() { {{statements}} }"""));

    [Theory]
    [InlineData("FileLockHandle M() => _lock.Acquire();")]
    [InlineData("FileLockHandle M() { var handle = _lock.Acquire(); Work(); return handle; }")]
    [InlineData("Task<FileLockHandle> M() => _lock.AcquireAsync();")]
    [InlineData(
        "FileLockHandle? M() { for (;;) { var handle = _lock.TryAcquire(); if (handle != null) return handle; if (Chance) return null; } }"
    )]
    public Task Silent_on_a_handle_that_is_returned(string member) => Verify.AnalyzerAsync(ReleaseCode.Handles(member));

    [Fact]
    public Task Declared_by_attribute() =>
        Verify.AnalyzerAsync(
            LockCode.Usings
                + """
                sealed class AcquiresLockAttribute : Attribute { }

                static class Turn
                {
                    [AcquiresLock]
                    public static IDisposable Take() => new MemoryStream();

                    public static IDisposable Undeclared() => new MemoryStream();

                    static void M()
                    {
                        {|LOCK3005:Take()|};
                        Undeclared();
                        using (Take()) { }
                    }
                }
                """
        );
}
