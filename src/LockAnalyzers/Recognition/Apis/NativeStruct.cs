using System.Collections.Immutable;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>One row of the table of structures that lock functions are passed: the fields, as one system declares them.</summary>
internal sealed record NativeStruct(string Name, LockSystem System, ImmutableArray<NativeField> Fields)
{
    /// <summary>OVERLAPPED, with the two members of its union that hold the offset.</summary>
    public static readonly NativeStruct Overlapped = new(
        "OVERLAPPED",
        LockSystem.Windows,
        ImmutableArray.Create<NativeField>(
            new("Internal", NativeType.Pointer, "internal", "internallow", "lowinternal"),
            new("InternalHigh", NativeType.Pointer, "internalhigh", "highinternal"),
            new("Offset", NativeType.Int32, "offset", "offsetlow", "lowoffset"),
            new("OffsetHigh", NativeType.Int32, "offsethigh", "highoffset"),
            new("hEvent", NativeType.Pointer, "hevent", "event", "eventhandle")
        )
    );

    private static readonly NativeField Type = new("l_type", NativeType.Int16, "ltype", "type", "locktype");
    private static readonly NativeField Whence = new("l_whence", NativeType.Int16, "lwhence", "whence");
    private static readonly NativeField Start = new("l_start", NativeType.FileOffset, "lstart", "start", "offset");
    private static readonly NativeField Length = new("l_len", NativeType.FileOffset, "llen", "len", "length");
    private static readonly NativeField ProcessId = new("l_pid", NativeType.Int32, "lpid", "pid", "processid");

    public static readonly NativeStruct LinuxFlock = new(
        "struct flock",
        LockSystem.Linux,
        ImmutableArray.Create(Type, Whence, Start, Length, ProcessId)
    );

    public static readonly NativeStruct MacOSFlock = new(
        "struct flock",
        LockSystem.MacOS,
        ImmutableArray.Create(Start, Length, ProcessId, Type, Whence)
    );

    /// <summary>
    /// The fields without which the function works on memory beyond the structure. The event of OVERLAPPED is none: a synchronous handle
    /// needs none.
    /// </summary>
    public IEnumerable<NativeField> Needed => Fields.Where(f => f.Name != "hEvent");

    /// <summary>True for a structure that has the fields of a lock record, under whatever name.</summary>
    public static bool IsFlock(IEnumerable<string> fields)
    {
        var names = fields.ToList();
        return new[] { Type, Start, Length }.All(field => names.Exists(field.IsCalled));
    }

    /// <summary>Where a field begins, by the alignment that C compilers give it.</summary>
    public int OffsetOf(NativeField field, int pointerSize)
    {
        var offset = 0;
        foreach (var before in Fields)
        {
            offset = Align(offset, SizeOf(before.Type, pointerSize));
            if (before == field)
                break;

            offset += SizeOf(before.Type, pointerSize);
        }

        return offset;
    }

    public int Size(int pointerSize) => Align(End(Fields.Last(), pointerSize), Fields.Max(f => SizeOf(f.Type, pointerSize)));

    /// <summary>The bytes that a declaration must have.</summary>
    public int NeededSize(int pointerSize) => Needed.Max(f => End(f, pointerSize));

    public static int SizeOf(NativeType type, int pointerSize) =>
        type switch
        {
            NativeType.Int16 => 2,
            NativeType.Int32 or NativeType.Descriptor => 4,
            _ => pointerSize,
        };

    private int End(NativeField field, int pointerSize) => OffsetOf(field, pointerSize) + SizeOf(field.Type, pointerSize);

    private static int Align(int offset, int alignment) => (offset + alignment - 1) / alignment * alignment;
}
