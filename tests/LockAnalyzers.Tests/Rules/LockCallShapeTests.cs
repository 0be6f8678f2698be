using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>
/// The forms in which lock functions are declared and called: the entry point decides, and arguments are matched by parameter.
/// </summary>
public sealed class LockCallShapeTests
{
    [Theory]
    [InlineData("SafeFileHandle", "uint", "ref NativeOverlapped", "file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped")]
    [InlineData("SafeHandle", "int", "ref NativeOverlapped", "file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped")]
    [InlineData(
        "IntPtr",
        "uint",
        "in NativeOverlapped",
        "file.DangerousGetHandle(), {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, overlapped"
    )]
    [InlineData(
        "nint",
        "LockFlags",
        "NativeOverlapped*",
        "file.DangerousGetHandle(), {|LOCK1001:LockFlags.FailImmediately|}, 0, uint.MaxValue, uint.MaxValue, &overlapped"
    )]
    [InlineData(
        "IntPtr",
        "uint",
        "IntPtr",
        "file.DangerousGetHandle(), {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, (IntPtr)(&overlapped)"
    )]
    [InlineData(
        "HANDLE",
        "DWORD",
        "ref OVERLAPPED",
        "new HANDLE(file.DangerousGetHandle()), {|LOCK1001:(DWORD)1|}, 0, uint.MaxValue, uint.MaxValue, ref own"
    )]
    [InlineData("SafeFileHandle", "uint", "[In] ref OVERLAPPED", "file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref own")]
    [InlineData("SafeFileHandle", "uint", "out NativeOverlapped", "file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, out overlapped")]
    public Task Any_handle_flags_and_overlapped(string handle, string flags, string overlapped, string arguments) =>
        Verify.AnalyzerAsync(
            $$"""
            using DWORD = System.UInt32;
            {{LockCode.Usings}}
            [Flags]
            enum LockFlags : uint { FailImmediately = 1, Exclusive = 2 }

            struct HANDLE
            {
                private readonly IntPtr _value;
                public HANDLE(IntPtr value) => _value = value;
            }

            struct OVERLAPPED
            {
                public UIntPtr Internal, InternalHigh;
                public uint Offset, OffsetHigh;
                public IntPtr hEvent;
            }

            static unsafe class Store
            {
                [DllImport("kernel32.dll", SetLastError = true)]
                static extern bool LockFileEx({{handle}} file, {{flags}} flags, DWORD reserved, DWORD low, DWORD high, {{overlapped}} overlapped);

                internal static bool TakeExclusively(SafeFileHandle file)
                {
                    NativeOverlapped overlapped = default;
                    OVERLAPPED own = default;
                    var taken = LockFileEx({{arguments}});
                    GC.KeepAlive(file);
                    return taken;
                }
            }
            """
        );

    [Theory]
    [InlineData("[DllImport(\"kernel32\", EntryPoint = \"LockFileEx\")] static extern bool", "Grab")]
    [InlineData(
        "[DllImport(\"KERNEL32.DLL\", EntryPoint = \"LockFileEx\", ExactSpelling = true)] internal static extern int",
        "native_lock"
    )]
    [InlineData("[DllImport(Kernel)] static extern int", "LockFileEx")]
    [InlineData("[DllImport(\"kernelbase.dll\", EntryPoint = \"LockFileEx\")] static extern bool", "Flock")]
    [InlineData("[DllImport(\"api-ms-win-core-file-l1-1-0.dll\")] static extern bool", "LockFileEx")]
    public Task Any_method_name(string declaration, string name) =>
        Verify.AnalyzerAsync(
            $$"""
            {{LockCode.Usings}}
            static class Store
            {
                const string Kernel = "kernel32";

                {{declaration}} {{name}}(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

                internal static void TakeExclusively(SafeFileHandle file)
                {
                    var overlapped = new NativeOverlapped();
                    {{name}}(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                }
            }
            """
        );

    [Fact]
    public Task Generated_import() =>
        Verify.AnalyzerAsync(
            $$"""
            {{LockCode.Usings}}
            static partial class Store
            {
                [LibraryImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true)]
                [return: MarshalAs(UnmanagedType.Bool)]
                private static partial bool Grab(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

                internal static bool TakeExclusively(SafeFileHandle file)
                {
                    var overlapped = new NativeOverlapped();
                    return Grab(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                }
            }

            // What the generator writes.
            static partial class Store
            {
                private static partial bool Grab(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped) => false;
            }
            """
        );

    [Fact]
    public Task Named_arguments_in_any_order() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                static class Store
                {
                    internal static bool TakeExclusively(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(reserved: 0, overlapped: ref overlapped, low: uint.MaxValue, high: uint.MaxValue, flags: {|LOCK1001:1|}, file: file);
                    }
                }
                """
            )
        );

    [Theory]
    [InlineData("libc")]
    [InlineData("libc.so.6")]
    [InlineData("c")]
    [InlineData("libSystem.dylib")]
    [InlineData("/usr/lib/libSystem.B.dylib")]
    public Task Flock_of_any_libc(string library) =>
        Verify.AnalyzerAsync(
            $$"""
            {{LockCode.Usings}}
            static class Store
            {
                [DllImport("{{library}}", EntryPoint = "flock")]
                static extern int Lock(int descriptor, FlockOperation operation);

                enum FlockOperation { Shared = 1, Exclusive = 2 }

                internal static void TakeExclusively(int descriptor) => Lock(descriptor, {|LOCK1001:FlockOperation.Shared|});
            }
            """
        );

    [Theory]
    [InlineData("Func<bool> take = () => LockFileEx(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped); take();")]
    [InlineData("bool Take() => LockFileEx(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped); Take();")]
    [InlineData("Retry(static f => LockFileEx(f, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped));")]
    [InlineData(
        "Func<Func<bool>> take = () => () => LockFileEx(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped); take()();"
    )]
    [InlineData(
        "checked { unsafe { while (!LockFileEx(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped)) Thread.Sleep(1); } }"
    )]
    [InlineData(
        "try { File.ReadAllText(\"x\"); } catch (Exception e) when (LockFileEx(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped)) { _ = e; }"
    )]
    public Task In_lambdas_local_functions_and_filters(string statements) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                static class Store
                {
                    static NativeOverlapped s_overlapped;

                    static void Retry(Func<SafeFileHandle, bool> take) { }

                    internal static void TakeExclusively(SafeFileHandle file)
                    {
                        {{statements}}
                    }
                }
                """
            )
        );

    [Theory]
    [InlineData(
        "public FileMutex(SafeFileHandle file) { LockFileEx(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref _overlapped); }"
    )]
    [InlineData(
        "public FileMutex(SafeFileHandle file) => LockFileEx(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref _overlapped);"
    )]
    [InlineData("bool Taken => LockFileEx(s_file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref _overlapped);")]
    [InlineData("bool Taken { get { return LockFileEx(s_file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref _overlapped); } }")]
    [InlineData("int Taken { set => LockFileEx(s_file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref _overlapped); }")]
    [InlineData("static bool s_taken = LockFileEx(s_file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped);")]
    [InlineData("static bool Taken { get; } = LockFileEx(s_file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped);")]
    [InlineData("~FileMutex() => LockFileEx(s_file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref _overlapped);")]
    [InlineData(
        "async Task Take(SafeFileHandle file) { await Task.Delay(1); LockFileEx(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref _overlapped); }"
    )]
    [InlineData(
        "IEnumerable<int> Take(SafeFileHandle file) { yield return 1; LockFileEx(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref _overlapped); }"
    )]
    [InlineData(
        "public static FileMutex operator +(FileMutex m) { LockFileEx(s_file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped); return m; }"
    )]
    [InlineData("Func<bool> _take = () => LockFileEx(s_file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped);")]
    public Task In_every_kind_of_member(string member) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                class FileMutex
                {
                    static SafeFileHandle s_file = new SafeFileHandle();
                    static NativeOverlapped s_overlapped;
                    NativeOverlapped _overlapped;
                    {{member}}
                }
                """
            )
        );

    [Fact]
    public async Task In_top_level_statements()
    {
        var test = new LockTest { TestState = { OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication } };
        test.TestCode = LockCode.Using(
            """
            using var exclusiveFile = File.OpenHandle("x", share: FileShare.None);
            flock(exclusiveFile, {|LOCK1001:LOCK_SH|});
            File.ReadAllText("y");
            """
        );
        await test.RunAsync();
    }

    [Theory]
    [InlineData("PInvoke.LockFileEx((SafeHandle)file, {|LOCK1001:LOCK_FILE_FLAGS.LOCKFILE_FAIL_IMMEDIATELY|}, ~0u, ~0u, ref overlapped)")]
    [InlineData("PInvoke.LockFileEx(new HANDLE(file.DangerousGetHandle()), {|LOCK1001:0|}, 0, ~0u, ~0u, &overlapped)")]
    [InlineData("PInvoke.LockFileEx((SafeHandle)file, LOCK_FILE_FLAGS.LOCKFILE_EXCLUSIVE_LOCK, ~0u, ~0u, ref overlapped)")]
    public Task As_CsWin32_writes_it(string call) =>
        Verify.AnalyzerAsync(
            $$"""
            {{LockCode.Usings}}
            namespace Windows.Win32
            {
                using Windows.Win32.Foundation;
                using Windows.Win32.Storage.FileSystem;

                internal static partial class PInvoke
                {
                    internal static unsafe BOOL LockFileEx(SafeHandle hFile, LOCK_FILE_FLAGS dwFlags, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped)
                    {
                        fixed (NativeOverlapped* lpOverlappedLocal = &lpOverlapped)
                        {
                            BOOL __result = LockFileEx(new HANDLE(hFile.DangerousGetHandle()), dwFlags, 0, nNumberOfBytesToLockLow, nNumberOfBytesToLockHigh, lpOverlappedLocal);
                            GC.KeepAlive(hFile);
                            return __result;
                        }
                    }

                    [DllImport("KERNEL32.dll", ExactSpelling = true, SetLastError = true)]
                    internal static extern unsafe BOOL LockFileEx(HANDLE hFile, LOCK_FILE_FLAGS dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, NativeOverlapped* lpOverlapped);
                }
            }

            namespace Windows.Win32.Foundation
            {
                internal readonly struct BOOL
                {
                    internal readonly int Value;
                    public static implicit operator bool(BOOL value) => value.Value != 0;
                }

                internal readonly struct HANDLE
                {
                    internal readonly IntPtr Value;
                    internal HANDLE(IntPtr value) => Value = value;
                }
            }

            namespace Windows.Win32.Storage.FileSystem
            {
                [Flags]
                internal enum LOCK_FILE_FLAGS : uint
                {
                    LOCKFILE_EXCLUSIVE_LOCK = 0x00000002,
                    LOCKFILE_FAIL_IMMEDIATELY = 0x00000001,
                }
            }

            namespace User
            {
                using Windows.Win32;
                using Windows.Win32.Foundation;
                using Windows.Win32.Storage.FileSystem;

                static unsafe class Store
                {
                    internal static bool TakeExclusively(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        bool taken = {{call}};
                        GC.KeepAlive(file);
                        return taken;
                    }
                }
            }
            """
        );

    [Fact]
    public Task As_Vanara_writes_it() =>
        Verify.AnalyzerAsync(
            $$"""
            {{LockCode.Usings}}
            namespace Vanara.PInvoke
            {
                public struct HFILE
                {
                    private readonly IntPtr _handle;
                    public HFILE(IntPtr handle) => _handle = handle;
                    public static implicit operator HFILE(SafeFileHandle file) => new(file.DangerousGetHandle());
                }

                public static class Kernel32
                {
                    [Flags]
                    public enum LOCKFILE { LOCKFILE_FAIL_IMMEDIATELY = 1, LOCKFILE_EXCLUSIVE_LOCK = 2 }

                    [DllImport("kernel32.dll", SetLastError = true, ExactSpelling = true)]
                    public static extern bool LockFileEx(HFILE hFile, LOCKFILE dwFlags, uint dwReserved, uint low, uint high, in NativeOverlapped lpOverlapped);
                }
            }

            namespace User
            {
                using static Vanara.PInvoke.Kernel32;

                static class Store
                {
                    internal static bool TakeExclusively(SafeFileHandle file) =>
                        LockFileEx(file, {|LOCK1001:LOCKFILE.LOCKFILE_FAIL_IMMEDIATELY|}, 0, ~0u, ~0u, new NativeOverlapped());
                }
            }
            """
        );

    [Theory]
    [InlineData("file.LockExclusively()", "{|LOCK1001:1|}")]
    [InlineData("Extensions.LockExclusively(file)", "{|LOCK1001:1|}")]
    public Task Through_an_extension(string call, string flags) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                static class Extensions
                {
                    internal static bool LockExclusively(this FileStream file)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(file.SafeFileHandle, {{flags}}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }

                class Store
                {
                    internal static bool Take(FileStream file) => {{call}};
                }
                """
            )
        );

    [Theory]
    [InlineData("{|LOCK1004:LockfCommand.F_LOCK|}")]
    [InlineData("LockfCommand.F_TLOCK")]
    public async Task Lockf_of_Mono_Posix(string command)
    {
        var test = new LockTest { TestState = { AdditionalReferences = { TestReferences.MonoPosix } } };
        test.TestCode = $$"""
            using Mono.Unix.Native;

            class Store
            {
                internal static bool TryTake(int file) => Syscall.lockf(file, {{command}}, 0) == 0;
            }
            """;
        await test.RunAsync();
    }
}
