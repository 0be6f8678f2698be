using Microsoft.CodeAnalysis;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>LOCK5001.</summary>
public sealed class WrongNativeDeclarationTests
{
    private const string Right = "SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped";

    [Theory]
    [InlineData("IntPtr Internal, InternalHigh; public uint Offset, OffsetHigh; public IntPtr hEvent")]
    [InlineData("UIntPtr Internal, InternalHigh; public int Offset, OffsetHigh; public IntPtr hEvent")]
    [InlineData("nint internalLow, internalHigh; public uint offsetLow, offsetHigh")]
    [InlineData("nuint Internal, InternalHigh; public ulong Offset; public nint Event")]
    [InlineData("IntPtr A, B; public uint C, D; public IntPtr E")]
    [InlineData("long Internal, InternalHigh; public uint Offset, OffsetHigh; public IntPtr hEvent")]
    public Task Own_structure_with_the_right_layout(string fields) => ReportsAsync(Windows($"struct OVERLAPPED {{ public {fields}; }}"));

    [Theory]
    [InlineData("uint Internal, InternalHigh; public uint Offset, OffsetHigh; public IntPtr hEvent")]
    [InlineData("int Internal, InternalHigh, Offset, OffsetHigh, hEvent")]
    [InlineData("uint internalLow, internalHigh, offsetLow, offsetHigh; public IntPtr hEvent")]
    [InlineData("uint A, B, C, D; public IntPtr E")]
    [InlineData("IntPtr Internal, InternalHigh; public uint OffsetHigh, Offset; public IntPtr hEvent")]
    [InlineData("uint Offset, OffsetHigh; public IntPtr hEvent")]
    [InlineData("IntPtr Internal, InternalHigh; public short Offset; public uint OffsetHigh; public IntPtr hEvent")]
    public Task Own_structure_with_the_offset_elsewhere(string fields) =>
        ReportsAsync(Windows($"struct {{|LOCK5001:OVERLAPPED|}} {{ public {fields}; }}"));

    [Fact]
    public Task Own_structure_with_an_explicit_layout_for_32_bits() =>
        ReportsAsync(
            Windows(
                """
                [StructLayout(LayoutKind.Explicit, Size = 20)]
                struct {|LOCK5001:OVERLAPPED|}
                {
                    [FieldOffset(0)] public uint Internal;
                    [FieldOffset(4)] public uint InternalHigh;
                    [FieldOffset(8)] public uint Offset;
                    [FieldOffset(12)] public uint OffsetHigh;
                    [FieldOffset(16)] public IntPtr hEvent;
                }
                """
            )
        );

    [Fact]
    public Task Own_structure_with_a_pack_that_moves_nothing() =>
        ReportsAsync(
            Windows(
                "[StructLayout(LayoutKind.Sequential, Pack = 1)] struct OVERLAPPED { public IntPtr Internal, InternalHigh; public uint Offset, OffsetHigh; public IntPtr hEvent; }"
            )
        );

    [Fact]
    public Task Structure_as_CsWin32_writes_it() =>
        ReportsAsync(
            Windows(
                """
                partial struct OVERLAPPED
                {
                    internal nuint Internal;
                    internal nuint InternalHigh;
                    internal _Anonymous_e__Union Anonymous;
                    internal IntPtr hEvent;

                    [StructLayout(LayoutKind.Explicit)]
                    internal partial struct _Anonymous_e__Union
                    {
                        [FieldOffset(0)] internal _Anonymous_e__Struct Anonymous;
                        [FieldOffset(0)] internal unsafe void* Pointer;

                        internal partial struct _Anonymous_e__Struct
                        {
                            internal uint Offset;
                            internal uint OffsetHigh;
                        }
                    }
                }
                """
            )
        );

    [Fact]
    public async Task Internal_fields_of_32_bits_are_right_in_a_program_of_32_bits()
    {
        var code = Windows("struct OVERLAPPED { public uint Internal, InternalHigh, Offset, OffsetHigh; public IntPtr hEvent; }");
        var test = new LockTest { TestCode = code };
        test.SolutionTransforms.Add(
            (solution, id) =>
                solution.WithProjectCompilationOptions(id, solution.GetProject(id)!.CompilationOptions!.WithPlatform(Platform.X86))
        );
        await test.RunAsync();
    }

    [Fact]
    public async Task Internal_fields_of_64_bits_are_wrong_in_a_program_of_32_bits()
    {
        var code = Windows(
            "struct {|LOCK5001:OVERLAPPED|} { public long Internal, InternalHigh; public uint Offset, OffsetHigh; public IntPtr hEvent; }"
        );
        var test = new LockTest { TestCode = code };
        test.SolutionTransforms.Add(
            (solution, id) =>
                solution.WithProjectCompilationOptions(id, solution.GetProject(id)!.CompilationOptions!.WithPlatform(Platform.X86))
        );
        await test.RunAsync();
    }

    [Fact]
    public Task Structures_for_either_size_of_pointers() =>
        ReportsAsync(
            $$"""
            {{LockCode.Usings}}
            static class Native
            {
                struct OVERLAPPED32 { public uint Internal, InternalHigh, Offset, OffsetHigh, hEvent; }
                struct OVERLAPPED64 { public ulong Internal, InternalHigh; public uint Offset, OffsetHigh; public ulong hEvent; }

                [DllImport("kernel32", EntryPoint = "LockFileEx")]
                static extern bool LockFileEx32(IntPtr file, uint flags, uint reserved, uint low, uint high, ref OVERLAPPED32 overlapped);

                [DllImport("kernel32", EntryPoint = "LockFileEx")]
                static extern bool LockFileEx64(IntPtr file, uint flags, uint reserved, uint low, uint high, ref OVERLAPPED64 overlapped);
            }
            """
        );

    [Theory]
    [InlineData("ref NativeOverlapped overlapped")]
    [InlineData("in NativeOverlapped overlapped")]
    [InlineData("out NativeOverlapped overlapped")]
    [InlineData("[In] ref NativeOverlapped overlapped")]
    [InlineData("NativeOverlapped* overlapped")]
    [InlineData("void* overlapped")]
    [InlineData("IntPtr overlapped")]
    [InlineData("nuint overlapped")]
    [InlineData("byte[] overlapped")]
    [InlineData("ref byte overlapped")]
    [InlineData("Layout overlapped")]
    [InlineData("SafeOverlapped overlapped")]
    [InlineData("{|LOCK5001:NativeOverlapped|} overlapped")]
    [InlineData("{|LOCK5001:Mine|} overlapped")]
    [InlineData("{|LOCK5001:int|} overlapped")]
    [InlineData("{|LOCK5001:uint|} overlapped")]
    [InlineData("{|LOCK5001:System.Threading.Overlapped|} overlapped")]
    [InlineData("ref {|LOCK5001:System.Threading.Overlapped|} overlapped")]
    [InlineData("{|LOCK5001:Plain|} overlapped")]
    [InlineData("ref {|LOCK5001:Layout|} overlapped")]
    public Task The_overlapped(string parameter) =>
        ReportsAsync(
            $$"""
            {{LockCode.Usings}}
            struct Mine { public IntPtr Internal, InternalHigh; public uint Offset, OffsetHigh; public IntPtr hEvent; }
            class Plain { public IntPtr Internal, InternalHigh; public uint Offset, OffsetHigh; public IntPtr hEvent; }
            [StructLayout(LayoutKind.Sequential)]
            class Layout { public IntPtr Internal, InternalHigh; public uint Offset, OffsetHigh; public IntPtr hEvent; }
            class SafeOverlapped : SafeHandleZeroOrMinusOneIsInvalid { public SafeOverlapped() : base(true) { } protected override bool ReleaseHandle() => true; }
            static unsafe class Native
            {
                [DllImport("kernel32.dll", SetLastError = true)]
                static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, {{parameter}});
            }
            """
        );

    [Theory]
    [InlineData(Right)]
    [InlineData("IntPtr file, int flags, int reserved, int low, int high, IntPtr overlapped")]
    [InlineData("nint file, Flags flags, DWORD reserved, DWORD low, DWORD high, nint overlapped")]
    [InlineData("HANDLE file, uint flags, [Optional] uint reserved, uint low, uint high, void* overlapped")]
    [InlineData("void* file, uint flags, bool reserved, uint low, uint high, void* overlapped")]
    [InlineData("HandleRef file, uint flags, UIntPtr reserved, uint low, uint high, void* overlapped")]
    [InlineData("int file, uint flags, uint reserved, uint low, uint high, void* overlapped")]
    [InlineData("long file, uint flags, uint reserved, uint low, uint high, void* overlapped")]
    [InlineData("{|LOCK5001:FileStream|} file, uint flags, uint reserved, uint low, uint high, void* overlapped")]
    [InlineData("ref {|LOCK5001:IntPtr|} file, uint flags, uint reserved, uint low, uint high, void* overlapped")]
    [InlineData("IntPtr file, {|LOCK5001:ulong|} flags, uint reserved, {|LOCK5001:long|} low, uint high, void* overlapped")]
    [InlineData("IntPtr file, uint flags, ref {|LOCK5001:uint|} reserved, uint low, uint high, void* overlapped")]
    [InlineData("IntPtr file, {|LOCK5001:uint|} offset, uint reserved, uint low, uint high, void* overlapped")]
    [InlineData("IntPtr file, uint flags, uint reserved, {|LOCK5001:uint|} lengthHigh, uint lengthLow, void* overlapped")]
    public Task The_other_parameters(string parameters) => ReportsAsync(Declared("bool LockFileEx", parameters));

    [Theory]
    [InlineData("bool {|LOCK5001:LockFileEx|}", "IntPtr file, uint flags, uint low, uint high, ref NativeOverlapped overlapped")]
    [InlineData("bool {|LOCK5001:UnlockFileEx|}", "IntPtr file, uint low, uint high, ref NativeOverlapped overlapped")]
    [InlineData("bool {|LOCK5001:LockFileEx|}", "IntPtr file, long offset, long length")]
    [InlineData("bool {|LOCK5001:LockFile|}", "IntPtr file, long offset, long length")]
    [InlineData("bool {|LOCK5001:UnlockFile|}", "IntPtr file, uint low, uint high")]
    [InlineData("bool {|LOCK5001:UnlockFileEx|}", Right)]
    [InlineData("bool LockFile", "IntPtr file, uint offset, uint offsetHigh, uint length, uint lengthHigh")]
    [InlineData("int UnlockFileEx", "IntPtr file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped")]
    [InlineData("BOOL LockFileEx", Right)]
    [InlineData("void LockFileEx", Right)]
    [InlineData("{|LOCK5001:long|} LockFileEx", Right)]
    [InlineData("{|LOCK5001:IntPtr|} LockFileEx", Right)]
    public Task Count_and_result(string name, string parameters) => ReportsAsync(Declared(name, parameters));

    [Theory]
    [InlineData("\"libc\"", "int flock", "int fd, int operation")]
    [InlineData("\"libc.so.6\"", "int flock", "SafeFileHandle fd, Flags operation")]
    [InlineData("\"libSystem.dylib\"", "int flock", "IntPtr fd, int operation")]
    [InlineData("\"libc\"", "int flock", "uint fd, int operation")]
    [InlineData("\"libc\"", "int flock", "nuint fd, int operation")]
    [InlineData("\"libc\"", "int flock", "HANDLE fd, int operation")]
    [InlineData("\"libc\"", "int flock", "{|LOCK5001:long|} fd, int operation")]
    [InlineData("\"libc\"", "int flock", "{|LOCK5001:ulong|} fd, int operation")]
    [InlineData("\"libc\"", "int flock", "{|LOCK5001:off_t|} fd, int operation")]
    [InlineData("\"libc\"", "int flock", "[MarshalAs(UnmanagedType.I4)] long fd, int operation")]
    [InlineData("\"libc\"", "int lockf", "{|LOCK5001:long|} fd, int command, long length")]
    [InlineData("\"libc\"", "int fcntl", "{|LOCK5001:long|} fd, int command, ref Flock argument")]
    [InlineData("\"libc\"", "int {|LOCK5001:flock|}", "int fd")]
    [InlineData("\"libc\"", "int {|LOCK5001:flock|}", "int fd, int operation, int unused")]
    [InlineData("\"libc\"", "int flock", "int fd, ref {|LOCK5001:int|} operation")]
    [InlineData("\"libc\"", "{|LOCK5001:long|} flock", "int fd, int operation")]
    [InlineData("\"libc\"", "int lockf", "int fd, int command, long length")]
    [InlineData("\"libc\"", "int lockf", "int fd, int command, nint length")]
    [InlineData("\"libc\"", "int lockf", "int fd, int command, off_t length")]
    [InlineData("\"libc\"", "int lockf", "int fd, int command, {|LOCK5001:int|} length")]
    [InlineData("\"libc\"", "int lockf", "int fd, int command, {|LOCK5001:uint|} length")]
    [InlineData("\"libc\"", "int {|LOCK5001:lockf|}", "int fd, int command")]
    [InlineData("\"libc\"", "int fcntl", "int fd, int command")]
    [InlineData("\"libc\"", "int fcntl", "int fd, int command, int argument")]
    [InlineData("\"libc\"", "int fcntl", "int fd, int command, IntPtr argument")]
    [InlineData("\"libc\"", "int fcntl", "int fd, int command, Flock* argument")]
    [InlineData("\"libc\"", "int fcntl", "int fd, int command, ref Flock argument")]
    [InlineData("\"libc\"", "int fcntl", "int fd, int command, {|LOCK5001:Flock|} argument")]
    [InlineData("\"libc\"", "int fcntl", "int fd, int command, ref FStore argument")]
    [InlineData("\"libc\"", "int fcntl", "int fd, int command, long a, long b, long c, long d, long e, long f, ref Flock argument")]
    [InlineData("\"libc\"", "int {|LOCK5001:fcntl|}", "int fd, int command, long a, long b, ref Flock argument")]
    [InlineData("\"other\"", "int flock", "int fd")]
    [InlineData("MonoPosix", "int flock", "int fd")]
    public Task Functions_of_Unix(string library, string name, string parameters) => ReportsAsync(Declared(name, parameters, library));

    [Theory]
    [InlineData("struct Record { public short l_type, l_whence; public long l_start, l_len; public int l_pid; }")]
    [InlineData("struct Record { public long l_start, l_len; public int l_pid; public short l_type, l_whence; }")]
    [InlineData("struct Record { public short Type, Whence; public nint Start, Length; public int ProcessId; }")]
    [InlineData(
        "[StructLayout(LayoutKind.Sequential, Size = 32)] struct Record { public short Type, Whence; public int Padding; public long Start, Length; public int Pid; }"
    )]
    [InlineData("struct {|LOCK5001:Record|} { public short l_type, l_whence; public int l_start, l_len, l_pid; }")]
    [InlineData("struct {|LOCK5001:Record|} { public int l_type, l_whence; public long l_start, l_len; public int l_pid; }")]
    [InlineData(
        "[StructLayout(LayoutKind.Sequential, Pack = 4)] struct {|LOCK5001:Record|} { public short Type, Whence; public long Start, Length; public int Pid; }"
    )]
    [InlineData("struct {|LOCK5001:Record|} { public short l_type, l_whence; public long l_len, l_start; public int l_pid; }")]
    [InlineData("struct {|LOCK5001:Record|} { public long l_start, l_len; public short l_type, l_whence; public int l_pid; }")]
    [InlineData("struct {|LOCK5001:Record|} { public short l_type, l_whence; public long l_start, l_len; }")]
    [InlineData(
        "[StructLayout(LayoutKind.Sequential, Pack = 4)] struct Record32 { public short Type, Whence; public long Start, Length; public int Pid; }"
    )]
    [InlineData("struct Flocked { public int Nothing, Of, It; }")]
    public Task The_lock_record(string structure)
    {
        var name = structure.Replace("{|LOCK5001:", "").Replace("|}", "").Split("struct ")[1].Split(' ')[0];
        var expected = name == "Record32" ? structure.Replace("Record32", "{|LOCK5001:Record32|}") : structure;
        expected = name == "Flocked" ? structure.Replace("Flocked {", "{|LOCK5001:Flocked|} {") : expected;
        return ReportsAsync(
            $$"""
            {{LockCode.Usings}}
            static class Native
            {
                {{expected}}

                [DllImport("libc", SetLastError = true)]
                static extern int fcntl(int fd, int command, ref {{name}} record);
            }
            """
        );
    }

    [Theory]
    [InlineData("DllImport(\"kernel32\", EntryPoint = {|LOCK5001:\"LockFileEX\"|})", "bool Lock", Right)]
    [InlineData("DllImport(\"libc\", EntryPoint = {|LOCK5001:\"Flock\"|})", "int Take", "int fd, int operation")]
    [InlineData("DllImport(\"libc\")", "int {|LOCK5001:Flock|}", "int fd, int operation")]
    [InlineData("DllImport(\"libc\", EntryPoint = \"flock\")", "int Flock", "int fd, int operation")]
    [InlineData(
        "DllImport(\"kernel32\", EntryPoint = {|LOCK5001:\"LockFileEx\"|})",
        "bool UnlockFileEx",
        "IntPtr file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped"
    )]
    [InlineData("DllImport(\"kernel32\", EntryPoint = \"LockFileEx\")", "bool LockFile", Right)]
    [InlineData("DllImport(\"user32\")", "bool {|LOCK5001:LockFileEx|}", Right)]
    [InlineData("DllImport(\"kernel32\")", "int {|LOCK5001:flock|}", "int fd, int operation")]
    [InlineData("DllImport(\"libc\")", "bool {|LOCK5001:LockFileEx|}", Right)]
    [InlineData("DllImport(\"api-ms-win-core-file-l1-1-0.dll\")", "bool LockFileEx", Right)]
    [InlineData("DllImport(\"mylib\")", "bool LockFileEx", "int one")]
    public Task Entry_point_and_library(string import, string name, string parameters) =>
        ReportsAsync(
            $$"""
            {{LockCode.Usings}}
            {{Types}}
            static unsafe class Native
            {
                const int LOCK_EX = 2; // for flock

                [{{import}}]
                static extern {{name}}({{parameters}});
            }
            """
        );

    [Fact]
    public Task A_structure_in_another_file_is_reported_once_where_it_is_passed()
    {
        var test = new LockTest();
        test.TestState.Sources.Add(
            "using System; namespace Interop { struct OVERLAPPED { public uint Internal, InternalHigh, Offset, OffsetHigh; public IntPtr Event; } }"
        );
        test.TestState.Sources.Add(
            $$"""
            {{LockCode.Usings}}
            using Interop;
            static class Locking
            {
                [DllImport("kernel32")]
                static extern bool LockFileEx(IntPtr file, uint flags, uint reserved, uint low, uint high, ref {|LOCK5001:OVERLAPPED|} overlapped);
            }
            """
        );
        test.TestState.Sources.Add(
            $$"""
            {{LockCode.Usings}}
            using Interop;
            static class Unlocking
            {
                [DllImport("kernel32")]
                static extern bool UnlockFileEx(IntPtr file, uint reserved, uint low, uint high, ref OVERLAPPED overlapped);
            }
            """
        );
        return test.RunAsync();
    }

    [Fact]
    public Task Library_imports() =>
        ReportsAsync(
            $$"""
            {{LockCode.Usings}}
            {{Types}}
            static partial class Native
            {
                [LibraryImport("kernel32", SetLastError = true)]
                [return: MarshalAs(UnmanagedType.Bool)]
                private static partial bool {|LOCK5001:LockFileEx|}(SafeFileHandle file, uint flags, uint low, uint high, ref NativeOverlapped overlapped);

                private static partial bool LockFileEx(SafeFileHandle file, uint flags, uint low, uint high, ref NativeOverlapped overlapped) => false;

                [LibraryImport("libc", EntryPoint = "lockf")]
                private static partial int Lock(int fd, int command, {|LOCK5001:int|} length);

                private static partial int Lock(int fd, int command, int length) => 0;
            }
            """
        );

    [Fact]
    public Task Function_pointers() =>
        ReportsAsync(
            $$"""
            {{LockCode.Usings}}
            static unsafe class Native
            {
                static readonly IntPtr Kernel = NativeLibrary.Load("kernel32");
                static readonly delegate* unmanaged<IntPtr, uint, uint, uint, uint, NativeOverlapped*, int> Lock =
                    (delegate* unmanaged<IntPtr, uint, uint, uint, uint, NativeOverlapped*, int>)NativeLibrary.GetExport(Kernel, "LockFileEx");
                static readonly delegate* unmanaged<IntPtr, uint, uint, uint, NativeOverlapped, int> Unlock =
                    (delegate* unmanaged<IntPtr, uint, uint, uint, {|LOCK5001:NativeOverlapped|}, int>)NativeLibrary.GetExport(Kernel, "UnlockFileEx");

                static int Flock(IntPtr libc, int fd)
                {
                    var address = NativeLibrary.GetExport(libc, "flock");
                    var flock = ({|LOCK5001:delegate* unmanaged<int, int>|})address;
                    return flock(fd);
                }
            }
            """
        );

    [Fact]
    public Task Delegates_over_an_address() =>
        ReportsAsync(
            $$"""
            {{LockCode.Usings}}
            static class Native
            {
                delegate int Lockf(int fd, int command, {|LOCK5001:int|} length);
                delegate int Flock(int fd, int operation);

                static void Find(IntPtr libc)
                {
                    var lockf = Marshal.GetDelegateForFunctionPointer<Lockf>(NativeLibrary.GetExport(libc, "lockf"));
                    var address = NativeLibrary.GetExport(libc, "flock");
                    var flock = (Flock)Marshal.GetDelegateForFunctionPointer(address, typeof(Flock));
                }
            }
            """
        );

    [Fact]
    public Task What_nobody_imports_is_nobodys_fault() =>
        ReportsAsync(
            $$"""
            {{LockCode.Usings}}
            static class Lookalikes
            {
                struct OVERLAPPED { public uint Internal, InternalHigh, Offset, OffsetHigh; public IntPtr Event; }
                static bool LockFileEx(IntPtr file, ref OVERLAPPED overlapped) => false;
                static int flock(int fd) => 0;

                [DllImport("kernel32")]
                static extern bool CancelIoEx(IntPtr file, ref OVERLAPPED overlapped);
            }
            """
        );

    private const string Types = """
        struct BOOL { public int Value; }
        struct DWORD { public uint Value; }
        struct HANDLE { public IntPtr Value; }
        struct off_t { private long _value; }
        struct Flock { public short l_type, l_whence; public long l_start, l_len; public int l_pid; }
        struct FStore { public uint flags; public int mode; public long offset, length, allocated; }
        [Flags] enum Flags : uint { FailImmediately = 1, Exclusive = 2 }
        """;

    private static string Declared(string name, string parameters, string library = "\"kernel32.dll\"") =>
        $$"""
            {{LockCode.Usings}}
            {{Types}}
            static unsafe class Native
            {
                const string MonoPosix = "MonoPosixHelper"; // not LockFileEx

                [DllImport({{library}}, SetLastError = true)]
                static extern {{name}}({{parameters}});
            }
            """;

    private static string Windows(string structure) =>
        $$"""
            {{LockCode.Usings}}
            static class Native
            {
                {{structure}}

                [DllImport("kernel32.dll", SetLastError = true)]
                static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref OVERLAPPED overlapped);

                [DllImport("kernel32.dll", SetLastError = true)]
                static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref OVERLAPPED overlapped);
            }
            """;

    private static Task ReportsAsync(string code) => Verify.AnalyzerAsync(code);
}
