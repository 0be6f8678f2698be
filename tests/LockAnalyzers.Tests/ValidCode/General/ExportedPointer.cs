// The functions are fetched from the library at run time and called through pointers.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Late.Bound
{
    public sealed unsafe class ExportedPointer
    {
        private static readonly nint s_library = NativeLibrary.Load("kernel32.dll");

        private static readonly delegate* unmanaged[SuppressGCTransition]<uint> s_lastError =
            (delegate* unmanaged[SuppressGCTransition]<uint>)NativeLibrary.GetExport(s_library, "GetLastError");

        private static readonly delegate* unmanaged<nint, uint, uint, uint, uint, NativeOverlapped*, int> s_lock =
            (delegate* unmanaged<nint, uint, uint, uint, uint, NativeOverlapped*, int>)NativeLibrary.GetExport(s_library, "LockFileEx");

        private static readonly delegate* unmanaged<nint, uint, uint, uint, NativeOverlapped*, int> s_unlock =
            (delegate* unmanaged<nint, uint, uint, uint, NativeOverlapped*, int>)NativeLibrary.GetExport(s_library, "UnlockFileEx");

        private readonly nint _file;

        public ExportedPointer(nint file) => _file = file;

        public void Do(Action body)
        {
            NativeOverlapped whole = default;
            if (s_lock(_file, 2, 0, uint.MaxValue, uint.MaxValue, &whole) == 0)
                throw new Win32Exception((int)s_lastError());
            try
            {
                body();
            }
            finally
            {
                whole = default;
                s_unlock(_file, 0, uint.MaxValue, uint.MaxValue, &whole);
            }
        }
    }

    public static class Names
    {
        public static string Describe(int mode) => mode switch
        {
            0 => "LockFileEx, shared",
            2 => "LockFileEx, exclusive",
            _ => throw new IOException("No such mode."),
        };
    }
}
