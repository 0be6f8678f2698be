using LockAnalyzers.CodeFixes.Release;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class UndisposedHandleFixerTests
{
    [Fact]
    public Task Disposes_what_is_dropped_under_a_name_that_is_free() =>
        Verify.FixAsync<UndisposedHandleFixer>(
            ReleaseCode.Handles(
                """
                void M(int handle)
                {
                    // first
                    {|LOCK3005:_lock.Acquire()|};
                    _ = {|LOCK3005:_lock.Acquire()|}; // second
                    var third = {|LOCK3005:_lock.Acquire()|};
                }
                """
            ),
            ReleaseCode.Handles(
                """
                void M(int handle)
                {
                    // first
                    using var handle2 = _lock.Acquire();
                    using var handle3 = _lock.Acquire(); // second
                    using var third = _lock.Acquire();
                }
                """
            )
        );

    [Fact]
    public Task Disposes_what_is_awaited() =>
        Verify.FixAsync<UndisposedHandleFixer>(
            ReleaseCode.Handles(
                """
                async Task M()
                {
                    var held = await {|LOCK3005:_lock.AcquireAsync()|}.ConfigureAwait(false);
                    await Task.Yield();
                }
                """
            ),
            ReleaseCode.Handles(
                """
                async Task M()
                {
                    using var held = await _lock.AcquireAsync().ConfigureAwait(false);
                    await Task.Yield();
                }
                """
            )
        );

    [Fact]
    public Task Not_offered_where_the_variable_gets_another_handle() =>
        Verify.NoFixAsync<UndisposedHandleFixer>(
            ReleaseCode.Handles(
                """
                void M()
                {
                    var held = {|LOCK3005:_lock.Acquire()|};
                    held = null!;
                }
                """
            )
        );
}
