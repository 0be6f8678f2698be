using Xunit;

namespace LockAnalyzers.Tests.KnownLimits;

/// <summary>Faults with handles that are missed today. A test that fails here is good news: move it to its rule.</summary>
public sealed class HandleKnownLimits
{
    [Fact]
    public Task Raw_handle_that_another_method_takes() =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                """
                static int Descriptor(SafeFileHandle handle) => handle.DangerousGetHandle().ToInt32();

                static bool Take(SafeFileHandle handle) => flock(Descriptor(handle), LOCK_EX) == 0;
                """
            )
        );

    [Fact]
    public Task Share_of_an_opening_in_another_method() =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                """
                static FileStream Open(string path) => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

                static void M(string path, Action work)
                {
                    using var own = Open(path);
                    if (flockSafe(own.SafeFileHandle, LOCK_EX | LOCK_NB) != 0)
                        return;
                    work();
                }
                """
            )
        );

    [Fact]
    public Task Asynchronous_handle_from_another_method() =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                """
                static FileStream Open(string path) =>
                    new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1, useAsync: true);

                static void M(string path)
                {
                    using var own = Open(path);
                    var at = new NativeOverlapped();
                    if (!LockFileExSafe(own.SafeFileHandle, 2, 0, uint.MaxValue, uint.MaxValue, ref at))
                        throw new Win32Exception();
                    UnlockFileEx(own.SafeFileHandle.DangerousGetHandle(), 0, uint.MaxValue, uint.MaxValue, ref at);
                }
                """
            )
        );

    [Fact]
    public Task File_that_another_method_opens_and_closes() =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                """
                static string Read(string path) => File.ReadAllText(path);

                static void M(string path, Action work)
                {
                    using var own = new FileStream(path, FileMode.Open);
                    own.Lock(0, long.MaxValue);
                    Read(path);
                    work();
                    own.Unlock(0, long.MaxValue);
                }
                """
            )
        );

    [Fact]
    public Task Finalizer_that_closes_through_an_interface() =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                """
                readonly IDisposable _held = File.OpenRead("a");

                bool Take() => flock(3, LOCK_EX) == 0;

                ~Store() => _held.Dispose();
                """
            )
        );
}
