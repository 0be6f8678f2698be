namespace LockAnalyzers.Tests;

/// <summary>What the tests of the handle rules write around the members they are about: lock functions that take raw handles.</summary>
internal static class HandleCode
{
    /// <summary>Members of a type in a file that declares the native functions beside it.</summary>
    public static string Members(string members) =>
        $$"""
            using static Native;
            {{LockCode.Usings}}
            class Store
            {
                {{members.Replace("\n", "\n    ")}}
            }

            static class Native
            {
                public const int LOCK_SH = 1, LOCK_EX = 2, LOCK_NB = 4, LOCK_UN = 8;

                [DllImport("libc", SetLastError = true)]
                public static extern int flock(int fd, int operation);

                [DllImport("libc", SetLastError = true)]
                public static extern int lockf(int fd, int command, long length);

                [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
                public static extern int flockSafe(SafeHandle file, int operation);

                [DllImport("libc", SetLastError = true)]
                public static extern int open(string path, int flags, int mode);

                [DllImport("libc", SetLastError = true)]
                public static extern int close(int fd);

                [DllImport("kernel32", SetLastError = true)]
                public static extern bool LockFileEx(
                    IntPtr file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

                [DllImport("kernel32", EntryPoint = "LockFileEx", SetLastError = true)]
                public static extern bool LockFileExSafe(
                    SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

                [DllImport("kernel32", EntryPoint = "LockFileEx", SetLastError = true)]
                public static extern unsafe bool LockFileExPointer(
                    SafeFileHandle file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* overlapped);

                [DllImport("kernel32", SetLastError = true)]
                public static extern bool GetOverlappedResult(
                    SafeFileHandle file, ref NativeOverlapped overlapped, out uint transferred, bool wait);

                [DllImport("kernel32", SetLastError = true)]
                public static extern SafeFileHandle CreateFile(
                    string name, uint access, uint share, IntPtr security, uint disposition, uint flags, IntPtr template);

                [DllImport("kernel32", SetLastError = true)]
                public static extern bool UnlockFileEx(IntPtr file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

                public const int F_SETLK = 6, F_SETLKW = 7, F_OFD_SETLKW = 38;

                public struct Flock
                {
                    public short l_type;
                    public short l_whence;
                    public long l_start;
                    public long l_len;
                    public int l_pid;
                }

                [DllImport("libc", SetLastError = true)]
                public static extern int fcntl(SafeFileHandle file, int command, ref Flock record);
            }
            """;

    /// <summary>Statements of a method that is given a path, a stream and a handle.</summary>
    public static string Void(string statements) =>
        Members(
            $$"""
            void M(string path, FileStream stream, SafeFileHandle handle, Action work)
            {
                {{statements}}
            }
            """
        );
}
