using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>What shows that a shared lock was meant to be exclusive, and what shows that it was not.</summary>
public sealed class SharedWhereExclusiveMeantTests
{
    [Theory]
    [InlineData("OperatingSystem.IsWindows()")]
    [InlineData("!OperatingSystem.IsLinux()")]
    [InlineData("RuntimeInformation.IsOSPlatform(OSPlatform.Windows)")]
    [InlineData("Environment.OSVersion.Platform == PlatformID.Win32NT")]
    [InlineData("s_isWindows")]
    public Task Fires_where_the_other_branch_of_a_platform_question_is_exclusive(string isWindows) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                static class DirectoryLock
                {
                    static readonly bool s_isWindows = Path.DirectorySeparatorChar == '\\';

                    internal static void Take(SafeFileHandle file)
                    {
                        if ({{isWindows}})
                        {
                            var overlapped = new NativeOverlapped();
                            if (!LockFileEx(file, {|LOCK1001:0|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                                throw new Win32Exception();
                        }
                        else if (flock(file, LOCK_EX) != 0)
                        {
                            throw new Win32Exception();
                        }
                    }

                    internal static void Release(SafeFileHandle file)
                    {
                        if ({{isWindows}})
                        {
                            var overlapped = new NativeOverlapped();
                            UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                        }
                        else
                        {
                            flock(file, LOCK_UN);
                        }
                    }
                }
                """
            )
        );

    [Fact]
    public Task Fires_on_Unix_where_Windows_is_exclusive() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                static class DirectoryLock
                {
                    internal static bool Take(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return OperatingSystem.IsWindows()
                            ? LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref overlapped)
                            : flock(file, {|LOCK1001:LOCK_SH|}) == 0;
                    }
                }
                """
            )
        );

    [Theory]
    [InlineData(
        "class Gate { protected virtual bool Take(SafeFileHandle file) => false; }",
        ": Gate",
        "protected override bool Take",
        ": Gate",
        "protected override bool Take"
    )]
    [InlineData(
        "abstract class Gate { public abstract bool Take(SafeFileHandle file); }",
        ": Gate",
        "public override bool Take",
        ": Gate",
        "public override bool Take"
    )]
    [InlineData("interface IGate { bool Take(SafeFileHandle file); }", ": IGate", "public bool Take", ": IGate", "public bool Take")]
    [InlineData("interface IGate { bool Take(SafeFileHandle file); }", ": IGate", "bool IGate.Take", ": IGate", "public bool Take")]
    public Task Fires_where_another_implementation_is_exclusive(
        string common,
        string first,
        string firstTake,
        string second,
        string secondTake
    ) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                {{common}}

                class FirstGate {{first}}
                {
                    {{firstTake}}(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(file, {|LOCK1001:0|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }

                class SecondGate {{second}}
                {
                    {{secondTake}}(SafeFileHandle file) => flock(file, LOCK_EX) == 0;
                }
                """
            )
        );

    [Theory]
    [InlineData("static class WindowsGate", "static class UnixGate", "Take", "Take")]
    [InlineData("static class GateWin32", "static class GateLinux", "Take", "Take")]
    [InlineData("static partial class Gate", "static partial class Gate", "TakeOnWindows", "TakeOnUnix")]
    [InlineData("static partial class Gate", "static partial class Gate", "Take", "TakePosix")]
    [InlineData(
        "[SupportedOSPlatform(\"windows\")] static class KernelGate",
        "[SupportedOSPlatform(\"linux\")] static class FileGate",
        "Take",
        "Take"
    )]
    public Task Fires_where_the_sibling_for_the_other_platform_is_exclusive(string windows, string unix, string onWindows, string onUnix) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                {{windows}}
                {
                    internal static bool {{onWindows}}(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(file, {|LOCK1001:0|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }

                {{unix}}
                {
                    internal static bool {{onUnix}}(SafeFileHandle file) => flock(file, LOCK_EX) == 0;
                }
                """
            )
        );

    [Fact]
    public Task Fires_where_methods_attributed_to_platforms_are_halves() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                static class Gate
                {
                    internal static bool Take(SafeFileHandle file) => OperatingSystem.IsWindows() ? ByKernel(file) : ByDescriptor(file);

                    [SupportedOSPlatform("windows")]
                    static bool ByKernel(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(file, {|LOCK1001:0|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }

                    static bool ByDescriptor(SafeFileHandle file) => flock(file, LOCK_EX) == 0;
                }
                """
            )
        );

    [Fact]
    public Task Silent_where_both_platforms_share() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                static class DirectoryLock
                {
                    internal static bool Enter(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return OperatingSystem.IsWindows()
                            ? LockFileEx(file, LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref overlapped)
                            : flock(file, LOCK_SH | LOCK_NB) == 0;
                    }
                }
                """
            )
        );

    [Fact]
    public Task Silent_where_the_other_platform_has_both_modes() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                static class DirectoryLock
                {
                    internal static bool Enter(SafeFileHandle file, bool alone)
                    {
                        var overlapped = new NativeOverlapped();
                        if (OperatingSystem.IsWindows())
                            return LockFileEx(file, LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref overlapped);

                        return alone ? flock(file, LOCK_EX | LOCK_NB) == 0 : flock(file, LOCK_SH | LOCK_NB) == 0;
                    }
                }
                """
            )
        );

    [Theory]
    [InlineData("file.WriteByte(1);")]
    [InlineData("file.SetLength(0);")]
    [InlineData("file.Write(new byte[] { 1 }, 0, 1);")]
    [InlineData("var writer = new StreamWriter(file); writer.WriteLine(\"x\"); writer.Flush();")]
    [InlineData("RandomAccess.Write(file.SafeFileHandle, new byte[1], 0);")]
    [InlineData("new MemoryStream().CopyTo(file);")]
    [InlineData("File.Delete(path);")]
    [InlineData("File.Move(path, path + \".old\");")]
    [InlineData("File.WriteAllText(path, \"x\");")]
    public Task Fires_where_the_locked_file_is_changed(string change) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                class Journal
                {
                    internal static void Run(string path)
                    {
                        using var file = new FileStream(path, FileMode.OpenOrCreate);
                        var overlapped = new NativeOverlapped();
                        if (!LockFileEx(file.SafeFileHandle, {|LOCK1001:0|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                            throw new Win32Exception();

                        try
                        {
                            {{change}}
                            file.Flush();
                        }
                        finally
                        {
                            if (!UnlockFileEx(file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                                Console.WriteLine();
                        }
                    }
                }
                """
            )
        );

    [Theory]
    [InlineData("file.ReadByte();")]
    [InlineData("new StreamReader(file).ReadToEnd();")]
    [InlineData("other.WriteByte(1);")]
    [InlineData("file.CopyTo(other);")]
    [InlineData("File.WriteAllText(otherPath, \"x\");")]
    [InlineData("File.Copy(path, otherPath);")]
    public Task Silent_where_only_other_files_are_changed(string act) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                class Journal
                {
                    internal static void Run(string path, string otherPath, Stream other)
                    {
                        using var file = new FileStream(path, FileMode.OpenOrCreate);
                        var overlapped = new NativeOverlapped();
                        if (!LockFileEx(file.SafeFileHandle, 0 | 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                            throw new Win32Exception();

                        try
                        {
                            {{act}}
                        }
                        finally
                        {
                            if (!UnlockFileEx(file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                                Console.WriteLine();
                        }
                    }
                }
                """
            )
        );

    [Theory]
    [InlineData("Store", "TakeExclusively", "file")]
    [InlineData("Store", "BeginWrite", "file")]
    [InlineData("Store", "lock_for_writing", "file")]
    [InlineData("FileMutex", "Take", "file")]
    [InlineData("WriterGate", "Take", "file")]
    [InlineData("Store", "Take", "writerLock")]
    [InlineData("Store", "Take", "mutexFile")]
    public Task Fires_where_a_name_says_exclusive(string type, string method, string file) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                class {{type}}
                {
                    internal static bool {{method}}(SafeFileHandle {{file}})
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx({{file}}, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
                """
            )
        );

    [Theory]
    [InlineData("Store", "Take", "file")]
    [InlineData("Store", "TakeNonExclusive", "file")]
    [InlineData("Store", "IsExclusivelyLocked", "file")]
    [InlineData("ReaderWriterLock", "Take", "file")]
    [InlineData("Store", "BeginRead", "mutexFile")]
    [InlineData("FileMutex", "TakeShared", "file")]
    [InlineData("Store", "EnterReadLock", "file")]
    [InlineData("Store", "Rewrite", "file")]
    [InlineData("Store", "Take", "readHandle")]
    public Task Silent_where_names_say_nothing_or_say_readers(string type, string method, string file) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                class {{type}}
                {
                    internal static bool {{method}}(SafeFileHandle {{file}})
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx({{file}}, 0 | 1, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Fires_where_a_lock_and_unlock_pair_excludes_nobody() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                class Latch
                {
                    private NativeOverlapped _overlapped;

                    public bool Lock(SafeFileHandle file) => LockFileEx(file, {|LOCK1001:LOCKFILE_FAIL_IMMEDIATELY|}, 0, uint.MaxValue, uint.MaxValue, ref _overlapped);

                    public bool Unlock(SafeFileHandle file) => UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref _overlapped);
                }
                """
            )
        );

    [Theory]
    [InlineData("public bool LockAlone(SafeFileHandle file) => LockFileEx(file, 3, 0, uint.MaxValue, uint.MaxValue, ref _overlapped);")]
    [InlineData("public int Readers;")]
    [InlineData("public void Demand(bool shared) { }")]
    public Task Silent_where_the_type_has_readers_or_locks_exclusively_too(string member) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                class Latch
                {
                    private NativeOverlapped _overlapped;

                    public bool Lock(SafeFileHandle file) => LockFileEx(file, LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref _overlapped);

                    public bool Unlock(SafeFileHandle file) => UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref _overlapped);

                    {{member}}
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_probe_that_unlocks_at_once() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                class WriterProbe
                {
                    internal static bool Free(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        if (!LockFileEx(file, LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                            return false;

                        UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                        return true;
                    }
                }
                """
            )
        );

    [Fact]
    public Task Silent_where_the_mode_is_a_parameter() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                class Store
                {
                    internal static bool Acquire(SafeFileHandle file, bool write)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(file, write ? LOCKFILE_EXCLUSIVE_LOCK : 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }

                    internal static bool AcquireByBranch(SafeFileHandle file, bool write)
                    {
                        var overlapped = new NativeOverlapped();
                        return write ? LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref overlapped) : LockFileEx(file, 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_downgrade() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                class Publisher
                {
                    internal static void WriteAndShare(FileStream file)
                    {
                        var overlapped = new NativeOverlapped();
                        if (!LockFileEx(file.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                            throw new Win32Exception();
                        try
                        {
                            file.WriteByte(1);
                            file.Flush();
                            if (!LockFileEx(file.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                                throw new Win32Exception();
                        }
                        finally
                        {
                            if (!UnlockFileEx(file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                                Console.WriteLine();
                        }
                    }
                }
                """
            )
        );

    [Fact]
    public Task Fires_although_another_type_excludes() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                class Consumer
                {
                    private NativeOverlapped _overlapped;
                    public bool Lock(SafeFileHandle file) => LockFileEx(file, {|LOCK1001:0|}, 0, uint.MaxValue, uint.MaxValue, ref _overlapped);
                    public bool Unlock(SafeFileHandle file) => UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref _overlapped);
                }

                class Producer
                {
                    private NativeOverlapped _overlapped;
                    public bool Lock(SafeFileHandle file) => LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref _overlapped);
                    public bool Unlock(SafeFileHandle file) => UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref _overlapped);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_protocol_of_a_shared_step_and_an_exclusive_one() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                class Pager
                {
                    private const uint Pending = 0x40000000, Reserved = Pending + 1, SharedFirst = Pending + 2, SharedSize = 510;

                    private static bool Take(SafeFileHandle file, uint flags, uint offset, uint count)
                    {
                        var overlapped = new NativeOverlapped { OffsetLow = (int)offset };
                        return LockFileEx(file, flags, 0, count, 0, ref overlapped);
                    }

                    internal static bool ToShared(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped { OffsetLow = (int)SharedFirst };
                        return LockFileEx(file, LOCKFILE_FAIL_IMMEDIATELY, 0, SharedSize, 0, ref overlapped);
                    }

                    internal static bool ToReserved(SafeFileHandle file) => Take(file, 3, Reserved, 1);

                    internal static bool WriteLock(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped { OffsetLow = (int)Pending };
                        if (!LockFileEx(file, 1, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                            return false;

                        var shared = new NativeOverlapped { OffsetLow = (int)SharedFirst };
                        if (LockFileEx(file, 3, 0, SharedSize, 0, ref shared))
                            return true;

                        UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                        return false;
                    }
                }
                """
            )
        );

    [Theory]
    [InlineData("LOCKFILE_SHARED_LOCK")]
    [InlineData("SharedRead | LOCKFILE_FAIL_IMMEDIATELY")]
    public Task Silent_where_the_flags_say_shared(string flags) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                class FileMutex
                {
                    const uint LOCKFILE_SHARED_LOCK = 0, SharedRead = 0;

                    internal static bool Take(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(file, {{flags}}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
                """
            )
        );

    [Theory]
    [InlineData(
        "OperatingSystem.IsWindows() ? LockFileEx(file, {|#0:0|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped) : flock(file, LOCK_EX) == 0",
        "Take",
        "the same operation is exclusive on Unix"
    )]
    [InlineData(
        "LockFileEx(file, {|#0:1|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped)",
        "TakeExclusively",
        "'TakeExclusively' says that it is exclusive"
    )]
    public Task Says_what_and_why(string call, string method, string reason) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                static class Store
                {
                    internal static bool {{method}}(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return {{call}};
                    }
                }
                """
            ),
            Verify
                .Diagnostic("LOCK1001")
                .WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                .WithArguments("LockFileEx", reason, "add LOCKFILE_EXCLUSIVE_LOCK")
        );

    [Fact]
    public Task Points_at_the_other_platform() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                static class Store
                {
                    internal static bool Take(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return OperatingSystem.IsWindows() ? LockFileEx(file, {|#0:0|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped) : {|#1:flock(file, LOCK_EX)|} == 0;
                    }
                }
                """
            ),
            Verify
                .Diagnostic("LOCK1001")
                .WithLocation(0)
                .WithLocation(1)
                .WithArguments("LockFileEx", "the same operation is exclusive on Unix", "add LOCKFILE_EXCLUSIVE_LOCK")
        );
}
