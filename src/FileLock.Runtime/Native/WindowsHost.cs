using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace FileLocking.Native;

/// <summary>Files on Windows: <c>CreateFileW</c>, sharing everything, for it is the lock that excludes.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class WindowsHost : IHost
{
    private const uint GenericRead = 0x80000000;
    private const uint GenericWrite = 0x40000000;
    private const uint ReadAttributes = 0x80;
    private const uint ShareEverything = 7;
    private const uint OpenExisting = 3;
    private const uint OpenAlways = 4;
    private const uint AttributeNormal = 0x80;
    private const uint OpenReparsePoint = 0x00200000;
    private const uint BackupSemantics = 0x02000000;
    private const uint ReparsePoint = 0x400;
    private const uint SymbolicLinkTag = 0xA000000C;
    private const uint MountPointTag = 0xA0000003;
    private const uint DiskFile = 1;
    private const int AttributeTagInfo = 9;
    private const int RemoteProtocolInfo = 13;
    private const int FileIdInfo = 18;
    private const int FileNotFound = 2;
    private const int PathNotFound = 3;
    private const int AccessDenied = 5;
    private const int WriteProtected = 19;
    private const int SharingViolation = 32;
    private const int DeletePending = 303;
    private const int StoppedOnSymbolicLink = 681;
    private const int StatusDeletePending = unchecked((int)0xC0000056);
    private const int MaxShortPath = 260;

    public byte[] EncodePath(string path) => Encoding.Unicode.GetBytes(Extended(path) + '\0');

    public int Open(byte[] path, FileAccess access, UnixFileMode permissions, bool followLinks, out nint handle)
    {
        var desired = access == FileAccess.Read ? GenericRead : GenericRead | GenericWrite;
        var error = Create(path, desired, OpenAlways, followLinks, out handle);
        if (error != 0 || followLinks)
        {
            return error;
        }

        AttributeTag tag;
        if (
            GetFileInformationByHandleEx(handle, AttributeTagInfo, &tag, (uint)sizeof(AttributeTag)) == 0
            || (tag.Attributes & ReparsePoint) == 0
        )
        {
            return 0;
        }

        Close(handle);
        // Cloud and deduplicated files are reparse points too, and are to be opened through theirs.
        if (tag.Tag is not (SymbolicLinkTag or MountPointTag))
        {
            return Create(path, desired, OpenAlways, followLinks: true, out handle);
        }

        handle = -1;
        return StoppedOnSymbolicLink;
    }

    public void Close(nint handle) => CloseHandle(handle);

    public OpenError Classify(int error) =>
        error switch
        {
            SharingViolation or DeletePending => OpenError.Contended,
            AccessDenied or WriteProtected => OpenError.WriteDenied,
            PathNotFound or FileNotFound => OpenError.DirectoryMissing,
            StoppedOnSymbolicLink => OpenError.SymbolicLink,
            IHost.NotRegular => OpenError.NotRegular,
            _ => OpenError.Failed,
        };

    public int Identify(nint handle, out FileIdentity identity)
    {
        identity = default;
        if (GetFileType(handle) != DiskFile)
        {
            return IHost.NotRegular;
        }

        FileId id;
        if (GetFileInformationByHandleEx(handle, FileIdInfo, &id, (uint)sizeof(FileId)) != 0)
        {
            identity = new(id.Volume, new UInt128(id.High, id.Low));
            return 0;
        }
        // File systems without 128-bit ids, FAT among them.
        ByHandleFileInformation information;
        if (GetFileInformationByHandle(handle, &information) == 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        identity = new(information.Volume, ((ulong)information.IndexHigh << 32) | information.IndexLow);
        return 0;
    }

    public int Identify(byte[] path, bool followLinks, out FileIdentity identity)
    {
        identity = default;
        var error = Create(path, ReadAttributes, OpenExisting, followLinks, out var handle);
        if (error != 0)
        {
            return error;
        }

        error = Identify(handle, out identity);
        Close(handle);
        return error;
    }

    public int Delete(byte[] path)
    {
        fixed (byte* name = path)
        {
            return DeleteFileW((char*)name) != 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Memory is the limit.</summary>
    public int? ThreadLimit => null;

    /// <summary>The call succeeds for files of a remote protocol alone.</summary>
    public bool IsNetwork(nint handle)
    {
        const int Room = 512;
        var information = stackalloc byte[Room];
        return GetFileInformationByHandleEx(handle, RemoteProtocolInfo, information, Room) != 0;
    }

    /// <summary>Windows does not tell who holds a byte-range lock.</summary>
    public IReadOnlyList<FileLockHolder> FindHolders(FileIdentity identity) => [];

    public string? ResolveDirectory(string path)
    {
        var encoded = EncodePath(path);
        nint handle;
        fixed (byte* name = encoded)
        {
            handle = CreateFileW((char*)name, ReadAttributes, ShareEverything, null, OpenExisting, BackupSemantics, 0);
        }
        if (handle == -1)
        {
            return null;
        }
        const int Room = 32768;
        var final = new char[Room];
        uint length;
        fixed (char* text = final)
        {
            length = GetFinalPathNameByHandleW(handle, text, Room, 0);
        }
        Close(handle);
        if (length is 0 or >= Room)
        {
            return null;
        }
        // The answer always has the extended form; the ordinary one is what other code uses for the same directory.
        var resolved = new string(final, 0, (int)length);
        return resolved.StartsWith(@"\\?\UNC\", StringComparison.Ordinal) ? @"\\" + resolved[8..]
            : resolved.StartsWith(@"\\?\", StringComparison.Ordinal) ? resolved[4..]
            : resolved;
    }

    private static int Create(byte[] path, uint access, uint disposition, bool followLinks, out nint handle)
    {
        fixed (byte* name = path)
        {
            // No security attributes: child processes do not inherit the handle.
            handle = CreateFileW(
                (char*)name,
                access,
                ShareEverything,
                null,
                disposition,
                AttributeNormal | (followLinks ? 0 : OpenReparsePoint),
                0
            );
            if (handle != -1)
            {
                return 0;
            }

            var error = Marshal.GetLastPInvokeError();
            // Win32 folds "is being deleted" into "access denied"; only the first passes by itself.
            return error == AccessDenied && RtlGetLastNtStatus() == StatusDeletePending ? DeletePending : error;
        }
    }

    // CreateFileW takes long paths only in their extended form, which turns normalisation off: the path is already full.
    private static string Extended(string path) =>
        path.Length < MaxShortPath
        || path.StartsWith(@"\\?\", StringComparison.Ordinal)
        || path.StartsWith(@"\\.\", StringComparison.Ordinal)
            ? path
        : path.StartsWith(@"\\", StringComparison.Ordinal) ? @"\\?\UNC" + path[1..]
        : @"\\?\" + path;

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial nint CreateFileW(
        char* name,
        uint access,
        uint share,
        void* security,
        uint disposition,
        uint flags,
        nint template
    );

    [LibraryImport("kernel32")]
    private static partial int CloseHandle(nint handle);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int DeleteFileW(char* name);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial uint GetFinalPathNameByHandleW(nint handle, char* path, uint length, uint flags);

    [LibraryImport("kernel32")]
    private static partial uint GetFileType(nint handle);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int GetFileInformationByHandleEx(nint handle, int kind, void* information, uint size);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int GetFileInformationByHandle(nint handle, ByHandleFileInformation* information);

    [LibraryImport("ntdll")]
    private static partial int RtlGetLastNtStatus();

    [StructLayout(LayoutKind.Sequential)]
    private struct AttributeTag
    {
        public uint Attributes;
        public uint Tag;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct FileId
    {
        public ulong Volume;
        public ulong Low;
        public ulong High;
    }

    [StructLayout(LayoutKind.Explicit, Size = 52)]
    private struct ByHandleFileInformation
    {
        [FieldOffset(28)]
        public uint Volume;

        [FieldOffset(44)]
        public uint IndexHigh;

        [FieldOffset(48)]
        public uint IndexLow;
    }
}
