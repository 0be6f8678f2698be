using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FileLocking.Native;

/// <summary>The part of a host that Linux and macOS share; the numbers come from <see cref="UnixConstants"/>.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe partial class UnixHost(UnixConstants constants) : IHost
{
    public byte[] EncodePath(string path) => Encoding.UTF8.GetBytes(path + '\0');

    public int Open(byte[] path, FileAccess access, UnixFileMode permissions, bool followLinks, out SafeFileHandle? handle)
    {
        // Non-blocking, so that a FIFO planted at the path cannot hang the open; it means nothing to a regular file.
        int flags = constants.Create | constants.CloseOnExec | constants.NonBlocking | constants.NoControllingTerminal
            | (access == FileAccess.Read ? UnixConstants.ReadOnly : UnixConstants.ReadWrite)
            | (followLinks ? 0 : constants.NoFollow);
        handle = null;
        fixed (byte* name = path)
        {
            int descriptor;
            do
            {
                descriptor = constants.VariadicOnStack
                    ? open_apple(name, flags, 0, 0, 0, 0, 0, 0, (int)permissions)
                    : open(name, flags, (int)permissions);
                if (descriptor >= 0)
                {
                    handle = new SafeFileHandle(descriptor, ownsHandle: true);
                    return 0;
                }
            }
            while (Marshal.GetLastSystemError() == Errno.Interrupted);
            return Marshal.GetLastSystemError();
        }
    }

    public OpenError Classify(int error) => error switch
    {
        Errno.AccessDenied or Errno.ReadOnlyFileSystem => OpenError.WriteDenied,
        Errno.NoEntry => OpenError.DirectoryMissing,
        _ => OpenError.Failed,
    };

    [LibraryImport("libc")]
    private static partial int open(byte* path, int flags, int mode);

    // Apple's arm64 passes variadic arguments on the stack; eight register arguments before it put the mode there.
    [LibraryImport("libc", EntryPoint = "open")]
    private static partial int open_apple(byte* path, int flags, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7, nint mode);
}
