// The method returns the stream whose descriptor it locks.
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK5002;

internal static class MachineLock
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int descriptor, int operation);

    private const int LOCK_EX = 2;

    public static FileStream Enter(FileStream lockFile)
    {
        var descriptor = (int)lockFile.SafeFileHandle.DangerousGetHandle();
        while (flock(descriptor, LOCK_EX) != 0)
        {
            var error = Marshal.GetLastWin32Error();
            if (error != 4)
                throw new Win32Exception(error);
        }

        return lockFile;
    }
}
