using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Migration;

/// <summary>A number in a file that any number of processes count up.</summary>
internal static class Counter
{
    private const int LOCK_EX = 2;
    private const int LOCK_UN = 8;

    /// <summary>Counts up by one, with a lock file beside the number.</summary>
    public static void Count(string path)
    {
        using var gate = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (flock(gate.SafeFileHandle, LOCK_EX) != 0)
            throw new IOException("cannot lock", Marshal.GetLastPInvokeError());
        try
        {
            var number = File.Exists(path) ? int.Parse(File.ReadAllText(path)) : 0;
            File.WriteAllText(path, $"{number + 1}");
        }
        finally
        {
            flock(gate.SafeFileHandle, LOCK_UN);
        }
    }

    /// <summary>Counts up by one in a file that is open already, and is its own lock.</summary>
    public static void CountIn(FileStream file)
    {
        if (flock(file.SafeFileHandle, LOCK_EX) != 0)
            throw new IOException("cannot lock", Marshal.GetLastPInvokeError());
        try
        {
            var digits = new byte[16];
            var length = RandomAccess.Read(file.SafeFileHandle, digits, 0);
            var number = length == 0 ? 0 : int.Parse(digits.AsSpan(0, length));
            RandomAccess.Write(file.SafeFileHandle, System.Text.Encoding.ASCII.GetBytes($"{number + 1}"), 0);
        }
        finally
        {
            flock(file.SafeFileHandle, LOCK_UN);
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle file, int operation);
}
