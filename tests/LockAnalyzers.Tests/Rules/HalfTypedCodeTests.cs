using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>Code as it stands while it is typed: nothing crashes, and nothing is said that the code does not make certain.</summary>
public sealed class HalfTypedCodeTests
{
    [Theory]
    [InlineData("LockFileEx(")]
    [InlineData("LockFileEx();")]
    [InlineData("LockFileEx(file);")]
    [InlineData("LockFileEx(file, ")]
    [InlineData("LockFileEx(file, missing, 0, uint.MaxValue, uint.MaxValue, ref overlapped);")]
    [InlineData("LockFileEx(file, LockFlags., 0, uint.MaxValue, uint.MaxValue, ref overlapped);")]
    [InlineData("LockFileEx(file, \"1\", 0, uint.MaxValue, uint.MaxValue, ref overlapped);")]
    [InlineData("LockFileEx(file, flags: 1, flags: 1, 0, uint.MaxValue, uint.MaxValue, ref overlapped);")]
    [InlineData("LockFileEx(file, , 0, uint.MaxValue, uint.MaxValue, ref overlapped);")]
    [InlineData("LockFileEx(file, 1, 0, uint.MaxValue, uint.MaxValue, ref overlapped, 5, 6);")]
    [InlineData("if (LockFileEx(file, Unknown(), 0, uint.MaxValue, uint.MaxValue, ref overlapped)")]
    [InlineData("var x = LockFileEx(file, 1 | , 0, uint.MaxValue, uint.MaxValue, ref overlapped);")]
    [InlineData("flock(file);")]
    [InlineData("flock(file, LOCK_SH | );")]
    [InlineData("flock(, );")]
    [InlineData("fcntl(file, F_SETLK, ref missing);")]
    [InlineData("fcntl(file, F_SETLK, ref new Flock { l_type = });")]
    [InlineData("var record = new Flock { l_type = missing }; fcntl(file, F_SETLK, ref record);")]
    [InlineData("var lockPath = lockPath; file.Lock(0, 9); file.Dispose(); File.Delete(lockPath);")]
    [InlineData("using (var s = new FileStream(")]
    [InlineData("var s = File.Open(lockPath, FileMode.OpenOrCreate, FileAccess., FileShare.);")]
    [InlineData("file.Lock(")]
    [InlineData("file.Lock(0, ).Unlock(")]
    [InlineData("goto nowhere; LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref overlapped);")]
    [InlineData("(var a, var b) = LockFileEx(file, ")]
    [InlineData("return LockFileEx(file, n switch { 1 => , _ => 2 }, 0, uint.MaxValue, uint.MaxValue, ref overlapped);")]
    [InlineData("await LockFileEx(file, await ")]
    [InlineData("foreach (var x in LockFileEx(")]
    [InlineData("() => LockFileEx(")]
    [InlineData("void Local() { flock(file, ")]
    public Task Statement(string statement) =>
        Verify(
            LockCode.Using(
                $$"""
                class Store
                {
                    internal bool TryTakeExclusively(SafeFileHandle file, int n)
                    {
                        var overlapped = new NativeOverlapped();
                        {{statement}}
                """
            )
        );

    [Theory]
    [InlineData("[DllImport(\"kernel32\")] static extern bool {|LOCK5001:LockFileEx|}();")]
    [InlineData("[DllImport(\"kernel32\")] static extern bool {|LOCK5001:LockFileEx|}(SafeFileHandle file, uint flags);")]
    [InlineData(
        "[DllImport(\"kernel32\")] static extern bool LockFileEx(Missing file, Missing flags, uint reserved, uint low, uint high, ref Missing overlapped);"
    )]
    [InlineData(
        "[DllImport()] static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);"
    )]
    [InlineData(
        "[DllImport] static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);"
    )]
    [InlineData(
        "[DllImport(null)] static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);"
    )]
    [InlineData(
        "[DllImport(\"kernel32\", EntryPoint = )] static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);"
    )]
    [InlineData(
        "[LibraryImport(\"kernel32\", EntryPoint = null)] static partial bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);"
    )]
    [InlineData(
        "[DllImport(\"kernel32\")] static extern bool {|LOCK5001:LockFileEx|}(SafeFileHandle file, uint flags, uint reserved, uint low, uint high"
    )]
    [InlineData("static extern bool LockFileEx(")]
    public Task Declaration(string declaration) =>
        Verify(
            $$"""
            {{LockCode.Usings}}
            class Store
            {
                {{declaration}}

                internal bool TryTakeExclusively(SafeFileHandle file)
                {
                    var overlapped = new NativeOverlapped();
                    return LockFileEx(file, unknown, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                }
            }
            """
        );

    private static Task Verify(string source) =>
        new LockTest { TestCode = source, CompilerDiagnostics = CompilerDiagnostics.None }.RunAsync();
}
