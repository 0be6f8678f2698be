// There is a finally, but it only disposes the writer; the unlock after it is skipped by an exception.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Reports.Writer;

public sealed class ReportFile
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    private readonly SafeFileHandle _lockHandle;
    private readonly string _path;

    public ReportFile(SafeFileHandle lockHandle, string path)
        => (_lockHandle, _path) = (lockHandle, path);

    public void Write(object[] rows)
    {
        if ({|LOCK3002:flock(_lockHandle, 2)|} is not 0)
            throw new IOException("busy");

        StreamWriter writer = new(_path);
        try
        {
            foreach (object row in rows)
                writer.WriteLine(row);
        }
        finally
        {
            writer.Dispose();
        }

        if (flock(_lockHandle, 8) is not 0)
            throw new IOException("unlock");
    }
}
