using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FileLocking.Native;

/// <summary>Files on Windows: <c>CreateFileW</c>, sharing everything, for it is the lock that excludes.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class WindowsHost : IHost
{
    private const uint GenericRead = 0x80000000;
    private const uint GenericWrite = 0x40000000;
    private const uint ShareReadWriteDelete = 7;
    private const uint OpenAlways = 4;
    private const uint AttributeNormal = 0x80;
    private const uint OpenReparsePoint = 0x00200000;
    private const int FileNotFound = 2;
    private const int PathNotFound = 3;
    private const int AccessDenied = 5;
    private const int WriteProtected = 19;
    private const int SharingViolation = 32;
    private const int MaxShortPath = 260;

    public byte[] EncodePath(string path) => Encoding.Unicode.GetBytes(Extended(path) + '\0');

    public int Open(byte[] path, FileAccess access, UnixFileMode permissions, bool followLinks, out SafeFileHandle? handle)
    {
        uint desired = access == FileAccess.Read ? GenericRead : GenericRead | GenericWrite;
        fixed (byte* name = path)
        {
            nint opened = CreateFileW(
                (char*)name, desired, ShareReadWriteDelete, null, OpenAlways, AttributeNormal | (followLinks ? 0 : OpenReparsePoint), 0);
            int error = Marshal.GetLastPInvokeError();
            handle = opened == -1 ? null : new SafeFileHandle(opened, ownsHandle: true);
            return handle is null ? error : 0;
        }
    }

    public OpenError Classify(int error) => error switch
    {
        SharingViolation => OpenError.Contended,
        AccessDenied or WriteProtected => OpenError.WriteDenied,
        PathNotFound or FileNotFound => OpenError.DirectoryMissing,
        _ => OpenError.Failed,
    };

    // CreateFileW takes long paths only in their extended form, which turns off normalisation: the path is already full.
    private static string Extended(string path) =>
        path.Length < MaxShortPath || path.StartsWith(@"\\?\", StringComparison.Ordinal) || path.StartsWith(@"\\.\", StringComparison.Ordinal) ? path
        : path.StartsWith(@"\\", StringComparison.Ordinal) ? @"\\?\UNC" + path[1..]
        : @"\\?\" + path;

    // No security attributes: the handle is not inheritable.
    [LibraryImport("kernel32", SetLastError = true)]
    private static partial nint CreateFileW(
        char* name, uint access, uint share, void* security, uint disposition, uint flags, nint template);
}
