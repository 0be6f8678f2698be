using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class LockLeftPendingTests
{
    [Theory]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1, useAsync: true)")]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1, FileOptions.Asynchronous)")]
    [InlineData(
        "new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1, FileOptions.Asynchronous | FileOptions.WriteThrough)"
    )]
    public Task Pending_taken_for_failure(string opening) =>
        Verify.AnalyzerAsync(
            HandleCode.Void(
                $$"""
                using var own = {{opening}};
                var at = new NativeOverlapped();
                if (!{|LOCK5004:LockFileExSafe(own.SafeFileHandle, 2, 0, 1, 0, ref at)|})
                    throw new Win32Exception();
                """
            )
        );

    [Theory]
    [InlineData("0x40000000", true)]
    [InlineData("0x40000080", true)]
    [InlineData("0x80", false)]
    public Task Handle_of_CreateFile(string flags, bool isAsynchronous)
    {
        var call = "LockFileExSafe(own, 2, 0, 1, 0, ref at)";
        return Verify.AnalyzerAsync(
            HandleCode.Void(
                $$"""
                using var own = CreateFile(path, 3, 3, IntPtr.Zero, 4, {{flags}}, IntPtr.Zero);
                var at = new NativeOverlapped();
                if (!{{(isAsynchronous ? $"{{|LOCK5004:{call}|}}" : call)}})
                    throw new Win32Exception();
                """
            )
        );
    }

    [Theory]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1, useAsync: false)", 2)]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1, FileOptions.WriteThrough)", 2)]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1, useAsync: path == null)", 2)]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1, useAsync: true)", 3)]
    [InlineData("new FileStream(path, FileMode.Open)", 2)]
    public Task Lock_that_answers_before_it_returns(string opening, int flags) =>
        Verify.AnalyzerAsync(
            HandleCode.Void(
                $$"""
                using var own = {{opening}};
                var at = new NativeOverlapped();
                if (!LockFileExSafe(own.SafeFileHandle, {{flags}}, 0, 1, 0, ref at))
                    throw new Win32Exception();
                """
            )
        );

    [Theory]
    [InlineData(
        "if (!{|LOCK5004:LockFileExSafe(handle, 2, 0, 1, 0, ref at)|} && Marshal.GetLastWin32Error() != 997) throw new Win32Exception(); work();"
    )]
    [InlineData(
        "if (!LockFileExSafe(handle, 2, 0, 1, 0, ref at) && (Marshal.GetLastWin32Error() != 997 || !GetOverlappedResult(handle, ref at, out _, true))) throw new Win32Exception();"
    )]
    [InlineData("if (!LockFileExSafe(handle, 3, 0, 1, 0, ref at) && Marshal.GetLastWin32Error() != 997) throw new Win32Exception();")]
    public Task Overlapped_that_ends_with_the_method(string statements) =>
        Verify.AnalyzerAsync(HandleCode.Void("var at = new NativeOverlapped(); " + statements));

    [Theory]
    [InlineData("Marshal.FreeHGlobal((IntPtr)at);", true)]
    [InlineData("_pending = (IntPtr)at;", false)]
    public Task Overlapped_in_memory(string end, bool isFreed)
    {
        var call = "LockFileExPointer(handle, 2, 0, 1, 0, at)";
        return Verify.AnalyzerAsync(
            HandleCode.Members(
                $$"""
                IntPtr _pending;

                unsafe void M(SafeFileHandle handle)
                {
                    var at = (NativeOverlapped*)Marshal.AllocHGlobal(sizeof(NativeOverlapped));
                    if (!{{(isFreed ? $"{{|LOCK5004:{call}|}}" : call)}} && Marshal.GetLastWin32Error() != 997)
                        throw new Win32Exception();
                    {{end}}
                }
                """
            )
        );
    }

    [Fact]
    public Task Type_that_knows_of_pending_locks_elsewhere() =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                """
                const int ERROR_IO_PENDING = 997;

                static void Check(bool done)
                {
                    if (!done && Marshal.GetLastWin32Error() != ERROR_IO_PENDING)
                        throw new Win32Exception();
                }

                void M(string path)
                {
                    using var own = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1, useAsync: true);
                    var at = new NativeOverlapped();
                    Check(LockFileExSafe(own.SafeFileHandle, 2, 0, 1, 0, ref at));
                }
                """
            )
        );

    [Fact]
    public Task Dropped_result_is_a_fault_of_its_own() =>
        Verify.AnalyzerAsync(
            HandleCode.Void(
                """
                using var own = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1, useAsync: true);
                var at = new NativeOverlapped();
                LockFileExSafe(own.SafeFileHandle, 2, 0, 1, 0, ref at);
                """
            )
        );
}
