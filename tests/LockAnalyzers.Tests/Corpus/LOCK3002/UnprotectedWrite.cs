// The disk can be full.
using System;
using System.IO;

namespace Headers;

internal static class HeaderWriter
{
    internal static void Write(FileStream file, byte[] header)
    {
        {|LOCK3002:file.Lock(0, long.MaxValue)|};
        RandomAccess.Write(file.SafeFileHandle, header, 0);
        file.Unlock(0, long.MaxValue);
    }
}
