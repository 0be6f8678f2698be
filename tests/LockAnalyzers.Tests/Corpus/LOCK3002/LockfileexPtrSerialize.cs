// Serialization between LockFileEx and UnlockFileEx may throw.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Prefs.Json;

public unsafe class PreferenceWriter
{
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct Ov
    {
        [FieldOffset(0)] public nuint Internal;
        [FieldOffset(8)] public nuint InternalHigh;
        [FieldOffset(16)] public uint Offset;
        [FieldOffset(20)] public uint OffsetHigh;
        [FieldOffset(24)] public nint Event;
    }

    [DllImport("kernel32", EntryPoint = "LockFileEx", SetLastError = true)]
    private static extern int Lock(nint file, uint flags, uint reserved, uint low, uint high, Ov* ov);

    [DllImport("kernel32", EntryPoint = "UnlockFileEx", SetLastError = true)]
    private static extern int Unlock(nint file, uint reserved, uint low, uint high, Ov* ov);

    private readonly nint _lockFile;

    public PreferenceWriter(nint lockFile) => _lockFile = lockFile;

    public void Save<T>(string path, T value)
    {
        Ov ov = default;
        if ({|LOCK3002:Lock(_lockFile, 2, 0, uint.MaxValue, uint.MaxValue, &ov)|} == 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        string json = JsonSerializer.Serialize(value);
        File.WriteAllText(path, json);

        if (Unlock(_lockFile, 0, uint.MaxValue, uint.MaxValue, &ov) == 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
