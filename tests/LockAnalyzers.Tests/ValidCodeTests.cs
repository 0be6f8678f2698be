using Xunit;

namespace LockAnalyzers.Tests;

/// <summary>Code as people write it, with its locks right: it must compile and stay silent.</summary>
public sealed class ValidCodeTests
{
    public static TheoryData<string> Cases => [.. CodeFiles.CasesIn("ValidCode")];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Stays_silent(string @case) => CodeFiles.VerifyAsync(CodeFiles.Read(@case));

    /// <summary>Without this, an analyzer that never ran would pass them all.</summary>
    [Fact]
    public async Task Silence_is_the_merit_of_the_code()
    {
        const string code = """
            using System.IO;
            using System.Runtime.InteropServices;
            using System.Threading;
            using Microsoft.Win32.SafeHandles;

            static class Store
            {
                [DllImport("kernel32", SetLastError = true)]
                static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

                static void LockExclusive(FileStream stream)
                {
                    var overlapped = new NativeOverlapped();
                    if (!LockFileEx(stream.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                        throw new IOException("cannot lock", Marshal.GetLastPInvokeError());
                }
            }
            """;

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => CodeFiles.VerifyAsync([code]));

        Assert.Contains("LOCK1001", failure.Message, StringComparison.Ordinal);
    }
}
