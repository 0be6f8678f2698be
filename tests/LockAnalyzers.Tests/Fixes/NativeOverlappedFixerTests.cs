using LockAnalyzers.CodeFixes.Declaration;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

/// <summary>LOCK5001: NativeOverlapped in the place of an own structure.</summary>
public sealed class NativeOverlappedFixerTests
{
    [Fact]
    public Task Adapts_the_declarations_and_whoever_fills_the_structure() =>
        Verify.FixAsync<NativeOverlappedFixer>(
            $$"""
            {{LockCode.Usings}}
            static class Native
            {
                // The system's own.
                [StructLayout(LayoutKind.Sequential)]
                public struct {|LOCK5001:OVERLAPPED|}
                {
                    public uint internalLow;
                    public uint internalHigh;
                    public uint offsetLow;
                    public uint offsetHigh;
                    public IntPtr hEvent;
                }

                [DllImport("kernel32", SetLastError = true)]
                static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref OVERLAPPED overlapped);

                [DllImport("kernel32", SetLastError = true)]
                static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref OVERLAPPED overlapped);

                static void Lock(SafeFileHandle file, ulong offset, uint where)
                {
                    OVERLAPPED overlapped = new OVERLAPPED()
                    {
                        internalLow = 0,
                        internalHigh = 0, // set by the system
                        offsetLow = (uint)offset,
                        offsetHigh = (uint)(offset >> 32),
                        hEvent = IntPtr.Zero,
                    };
                    if (!LockFileEx(file, 2, 0, 1, 0, ref overlapped))
                        throw new IOException();
                    var second = default(OVERLAPPED);
                    second.offsetLow = where;
                    second.offsetHigh = overlapped.offsetHigh;
                    Console.WriteLine(second.offsetLow + 1);
                    UnlockFileEx(file, 0, 1, 0, ref overlapped);
                }
            }
            """,
            $$"""
            {{LockCode.Usings}}
            static class Native
            {
                [DllImport("kernel32", SetLastError = true)]
                static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

                [DllImport("kernel32", SetLastError = true)]
                static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

                static void Lock(SafeFileHandle file, ulong offset, uint where)
                {
                    NativeOverlapped overlapped = new NativeOverlapped()
                    {
                        InternalLow = IntPtr.Zero,
                        InternalHigh = IntPtr.Zero, // set by the system
                        OffsetLow = unchecked((int)offset),
                        OffsetHigh = unchecked((int)(offset >> 32)),
                        EventHandle = IntPtr.Zero,
                    };
                    if (!LockFileEx(file, 2, 0, 1, 0, ref overlapped))
                        throw new IOException();
                    var second = default(NativeOverlapped);
                    second.OffsetLow = unchecked((int)where);
                    second.OffsetHigh = unchecked((int)overlapped.offsetHigh);
                    Console.WriteLine(unchecked((uint)second.OffsetLow) + 1);
                    UnlockFileEx(file, 0, 1, 0, ref overlapped);
                }
            }
            """.Replace("unchecked((int)overlapped.offsetHigh)", "unchecked((int)unchecked((uint)overlapped.OffsetHigh))")
        );

    [Fact]
    public Task Adapts_other_documents()
    {
        var test = new LockFixTest<NativeOverlappedFixer>();
        test.TestState.Sources.Add(
            """
            using System;
            using System.Runtime.InteropServices;
            namespace Interop
            {
                static class Kernel32
                {
                    internal struct {|LOCK5001:Overlapped|} { internal int Internal, InternalHigh, Offset, OffsetHigh; internal IntPtr Event; }

                    [DllImport("kernel32")]
                    internal static extern bool LockFileEx(IntPtr file, int flags, int reserved, int low, int high, ref Overlapped overlapped);
                }
            }
            """
        );
        test.TestState.Sources.Add(
            """
            using Interop;
            static class User
            {
                internal static Kernel32.Overlapped At(long offset) =>
                    new Kernel32.Overlapped { Offset = (int)offset, OffsetHigh = (int)(offset >> 32) };
            }
            """
        );
        test.FixedState.Sources.Add(
            """
            using System;
            using System.Runtime.InteropServices;
            namespace Interop
            {
                static class Kernel32
                {
                    [DllImport("kernel32")]
                    internal static extern bool LockFileEx(IntPtr file, int flags, int reserved, int low, int high, ref System.Threading.NativeOverlapped overlapped);
                }
            }
            """
        );
        test.FixedState.Sources.Add(
            """
            using Interop;
            static class User
            {
                internal static System.Threading.NativeOverlapped At(long offset) =>
                    new System.Threading.NativeOverlapped { OffsetLow = (int)offset, OffsetHigh = (int)(offset >> 32) };
            }
            """
        );
        return test.RunAsync();
    }

    [Theory]
    [InlineData("public void Clear() { }", "")]
    [InlineData("public uint Extra;", "")]
    [InlineData("", "var o = new OVERLAPPED(); o.Offset++;")]
    [InlineData("", "var o = new OVERLAPPED(); o.Offset += 2;")]
    [InlineData("", "var o = new OVERLAPPED(); Set(out o.Offset);")]
    [InlineData("", "var o = new OVERLAPPED(); Console.WriteLine(o.Internal);")]
    [InlineData("", "var o = new OVERLAPPED { Internal = 5 };")]
    [InlineData("", "Console.WriteLine(nameof(OVERLAPPED.Offset));")]
    public Task Is_not_offered_where_something_cannot_be_adapted(string member, string statement) =>
        Verify.NoFixAsync<NativeOverlappedFixer>(
            $$"""
            {{LockCode.Usings}}
            static class Native
            {
                struct {|LOCK5001:OVERLAPPED|} { public uint Internal, InternalHigh, Offset, OffsetHigh; public IntPtr hEvent; {{member}} }

                [DllImport("kernel32")]
                static extern bool LockFileEx(IntPtr file, uint flags, uint reserved, uint low, uint high, ref OVERLAPPED overlapped);

                static void Use() { {{statement}} }

                static void Set(out uint number) => number = 0;
            }
            """
        );
}
