using System.Runtime.InteropServices;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace LockAnalyzers.Tests.Recognition;

/// <summary>The computed layout of a declaration is the one that the marshaller of the running system gives the compiled type.</summary>
public sealed class DeclaredLayoutTests
{
    public static TheoryData<string> Structures =>
        [
            "struct S { public uint Internal, InternalHigh, Offset, OffsetHigh; public IntPtr hEvent; }",
            "struct S { public IntPtr Internal, InternalHigh; public uint Offset, OffsetHigh; public IntPtr hEvent; }",
            "struct S { public UIntPtr Internal, InternalHigh; public int Low, High; }",
            "struct S { public nint Internal; public nuint InternalHigh; public long Offset; public nint hEvent; }",
            "struct S { public short Type, Whence; public long Start, Length; public int ProcessId; }",
            "struct S { public long Start, Length; public int ProcessId; public short Type, Whence; }",
            "struct S { public short Type, Whence; public int Start, Length, ProcessId; }",
            "[StructLayout(LayoutKind.Sequential, Pack = 4)] struct S { public short Type, Whence; public long Start, Length; public int Id; }",
            "[StructLayout(LayoutKind.Sequential, Pack = 1)] struct S { public byte A; public long B; public short C; public IntPtr D; }",
            "[StructLayout(LayoutKind.Sequential, Pack = 2)] struct S { public byte A; public int B; public byte C; }",
            "[StructLayout(LayoutKind.Sequential, Size = 40)] struct S { public long A; public int B; }",
            "[StructLayout(LayoutKind.Sequential, Size = 3)] struct S { public long A; }",
            "[StructLayout(LayoutKind.Explicit)] struct S { [FieldOffset(0)] public uint A; [FieldOffset(8)] public long B; [FieldOffset(8)] public IntPtr C; }",
            "[StructLayout(LayoutKind.Explicit, Size = 20)] struct S { [FieldOffset(0)] public uint A; [FieldOffset(16)] public IntPtr B; }",
            "[StructLayout(LayoutKind.Explicit)] struct S { [FieldOffset(0)] public uint A; [FieldOffset(6)] public short B; }",
            "struct S { public byte A; public Inner B; public byte C; } struct Inner { public short X; public long Y; }",
            "struct S { public byte A; public Inner B; } [StructLayout(LayoutKind.Sequential, Pack = 1)] struct Inner { public short X; public long Y; }",
            "struct S { public IntPtr A, B; public Union C; public IntPtr D; } [StructLayout(LayoutKind.Explicit)] struct Union { [FieldOffset(0)] public Halves H; [FieldOffset(0)] public IntPtr P; } struct Halves { public uint Low, High; }",
            "unsafe struct S { public short A; public fixed byte Pad[4]; public long B; }",
            "unsafe struct S { public byte A; public fixed int Pad[3]; public void* B; }",
            "struct S { public E A; public byte B; public F C; } enum E : short { } enum F : long { }",
            "struct S { public byte A; public bool B; public float C; public double D; }",
            "struct S { [MarshalAs(UnmanagedType.U1)] public bool A; [MarshalAs(UnmanagedType.I1)] public bool B; public byte C; }",
            "struct S { public byte A; [MarshalAs(UnmanagedType.ByValArray, SizeConst = 3)] public int[] B; public byte C; }",
            "struct S { public int Type { get; set; } public long Start { get; set; } static int s_count; const int All = 1; }",
            "[StructLayout(LayoutKind.Sequential)] class S { public short Type; public long Start; public int Id; }",
            "[StructLayout(LayoutKind.Explicit)] class S { [FieldOffset(4)] public int A; [FieldOffset(0)] public int B; }",
            "struct S { }",
        ];

    [Theory]
    [MemberData(nameof(Structures))]
    public void Layout_is_that_of_the_marshaller(string code)
    {
        var compilation = Compile(code);
        var loaded = Load(compilation);

        var layout = DeclaredLayout.Of(compilation.GetTypeByMetadataName("S")!, IntPtr.Size)!;

        Assert.Equal(Marshal.SizeOf(loaded), layout.Size);
        foreach (var field in layout.Fields.Where(f => f.Symbol.ContainingType.Name == "S"))
            Assert.Equal((field.Symbol.Name, (int)Marshal.OffsetOf(loaded, field.Symbol.Name)), (field.Symbol.Name, field.Offset));
    }

    [Fact]
    public void Pointers_of_32_bits_move_what_follows_them()
    {
        var compilation = Compile("struct S { public IntPtr A, B; public uint C, D; public IntPtr E; }");
        var structure = compilation.GetTypeByMetadataName("S")!;

        Assert.Equal([0, 4, 8, 12, 16], DeclaredLayout.Of(structure, 4)!.Fields.Select(f => f.Offset));
        Assert.Equal([0, 8, 16, 20, 24], DeclaredLayout.Of(structure, 8)!.Fields.Select(f => f.Offset));
        Assert.Equal((20, 32), (DeclaredLayout.Of(structure, 4)!.Size, DeclaredLayout.Of(structure, 8)!.Size));
    }

    [Fact]
    public void An_inline_array_takes_all_its_elements()
    {
        var compilation = Compile(
            "struct S { public byte A; public Buffer B; } [System.Runtime.CompilerServices.InlineArray(3)] struct Buffer { public short First; }"
        );

        Assert.Equal(8, DeclaredLayout.Of(compilation.GetTypeByMetadataName("S")!, 8)!.Size);
    }

    [Theory]
    [InlineData("class S { public int A; }")]
    [InlineData("[StructLayout(LayoutKind.Auto)] struct S { public int A; }")]
    [InlineData("struct S { public object A; }")]
    [InlineData("struct S { public string A; }")]
    [InlineData("struct S { public int[] A; }")]
    [InlineData("struct S { public decimal A; }")]
    [InlineData("struct S { public System.Threading.NativeOverlapped A; }")]
    [InlineData(
        "[StructLayout(LayoutKind.Sequential)] class S : B { public int A; } [StructLayout(LayoutKind.Sequential)] class B { public int C; }"
    )]
    public void What_is_not_certain_has_no_layout(string code) =>
        Assert.Null(DeclaredLayout.Of(Compile(code).GetTypeByMetadataName("S")!, 8));

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path =>
                Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "System.Runtime.InteropServices.dll"
            )
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static CSharpCompilation Compile(string code)
    {
        var compilation = CSharpCompilation.Create(
            "layout",
            [CSharpSyntaxTree.ParseText("using System; using System.Runtime.InteropServices;\n" + code)],
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
        );
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return compilation;
    }

    private static Type Load(CSharpCompilation compilation)
    {
        using var assembly = new MemoryStream();
        Assert.True(compilation.Emit(assembly).Success);
        return System.Reflection.Assembly.Load(assembly.ToArray()).GetType("S", throwOnError: true)!;
    }
}
